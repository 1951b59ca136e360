/**
 * `npm run test:long`: 100,000 random commands, retries, cut connections and replays, in the ledger and in its reference model. The seed is printed;
 * `LEDGER_SEED=n npm run test:long` repeats a run, `LEDGER_RANDOM` makes it shorter or longer.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { runHistories } from '../../ledger/testing/run-histories.ts';

const seed = Number(process.env['LEDGER_SEED'] ?? randomInt(2 ** 31));
const commandsMin = Number(process.env['LEDGER_RANDOM'] ?? 100_000);

test(`${commandsMin} commands with seed ${seed} come to the same in the ledger and in the reference model`, async (t) => {
  const startedMs = performance.now();
  let toldMs = startedMs;
  const onProgress = (commands: number) => {
    if (performance.now() - toldMs < 60_000) return;
    toldMs = performance.now();
    console.log(`${commands} commands, ${Math.round((toldMs - startedMs) / 1_000)} s`);
  };
  const { counts } = await runHistories({ seed, commandsMin, stepsPerHistory: 600, compareEvery: 10, historiesAtOnce: 8, onProgress });
  t.diagnostic(JSON.stringify({ seed, ...counts, seconds: Math.round((performance.now() - startedMs) / 1_000) }));
  assert.ok(counts.commands >= commandsMin);
  assert.ok(counts.cutUndone > 0 && counts.cutDone > 0 && counts.cutAnswered > 0, 'connections were cut before, at and after the commit');
});
