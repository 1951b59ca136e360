/**
 * `npm run test:long`: 1,000 kills of real processes in random flows, at every moment between two writes and at any time. Each is logged; the
 * seed is printed. `KILL_SEED=n` repeats a run, with `KILL_COUNT` it is shorter or longer, and `KILL_ONLY=n` (with `KILL_AT='...'` for a
 * moment) is one kill of it.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { runKills } from '../kills/kill-run.ts';

const seed = Number(process.env['KILL_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['KILL_COUNT'] ?? 1_000);
const lanes = Number(process.env['KILL_LANES'] ?? 2);
const only = process.env['KILL_ONLY'] ? { number: Number(process.env['KILL_ONLY']), at: process.env['KILL_AT'] } : undefined;
/** Fewer kills don't come by everything. */
const isWholeRun = count >= 1_000 && only === undefined;

test(`${only ? `kill ${only.number}` : `${count} kills`} with seed ${seed}`, async () => {
  const startedMs = performance.now();
  const say = (line: string) => console.log(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s  ${line}`);
  const { kills, coverage, wallMs } = await runKills({ seed, count, lanes, killsOfLife: 100, killsOfFirstStart: isWholeRun ? [80, 2] : [2, 2], extraMax: isWholeRun ? 100 : 0, only, say });
  console.log(coverage.table());
  console.log(`${kills.length} kills with seed ${seed} in ${(wallMs / 60_000).toFixed(1)} min, ${(wallMs / kills.length / 1_000).toFixed(1)} s a kill`);
  if (isWholeRun) assert.deepEqual(coverage.missed(), [], 'every moment that was passed was hit');
});
