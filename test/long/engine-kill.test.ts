/**
 * `npm run test:long`: 60 kills of the engine and its Postgres at random moments of one run under load. The seed is printed;
 * `ENGINE_KILL_SEED=n npm run test:long` repeats a run, `ENGINE_KILL_COUNT` makes it shorter or longer.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { type EngineKill, runKills, type Victim } from '../engine-kill/kill-run.ts';
import { randomNumbers } from '../random-numbers.ts';

const seed = Number(process.env['ENGINE_KILL_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['ENGINE_KILL_COUNT'] ?? 60);
/** From before the engine is open to well into its work. */
const delayMsMax = 3_000;
const victimSets: readonly (readonly Victim[])[] = [['engine'], ['engine'], ['postgres'], ['engine', 'postgres']];

test(`${count} kills with seed ${seed}`, async (t) => {
  const random = randomNumbers(seed);
  const kills = Array.from({ length: count }, (): EngineKill => ({
    delayMs: Math.floor(random() * delayMsMax),
    victims: victimSets[Math.floor(random() * victimSets.length)] ?? assert.fail('a set'),
  }));
  t.diagnostic(`${await runKills(kills)} answers held`);
});
