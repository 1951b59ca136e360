/** A short part of `npm run conformance`: one scenario of every need that must be met, a few random processes, and all that their own expectations judge. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { EmbeddedDriver } from './drivers/embedded-driver.ts';
import { ZeebeDriver } from './drivers/zeebe-driver.ts';
import { unmetExpectations } from './expectation.ts';
import { describe, judge } from './judge.ts';
import { mutations } from './mutation/mutations.ts';
import { randomScenario } from './random/random-scenario.ts';
import { readScenarios } from './read-scenarios.ts';
import { runScenario } from './run-scenario.ts';

const scenarios = readScenarios();
const judged = scenarios.filter(({ notJudgedBecause }) => notJudgedBecause === undefined);
const firstOfEach = [...Map.groupBy(judged.filter(({ bullet }) => bullet !== 'should'), ({ bullet }) => bullet).values()].flatMap(([first]) => (first ? [first] : []));
const randomSeeds = [1, 6, 7, 11, 16];

let zeebe: RealZeebe | { readonly skipped: string };
let ours: EmbeddedDriver;
before(async () => {
  [zeebe, ours] = await Promise.all([startRealZeebe(), EmbeddedDriver.open()]);
});
after(async () => {
  await ours.close();
  if (!('skipped' in zeebe)) await zeebe.stop();
});

test('every need has at least five scenarios', () => {
  const counts = [...Map.groupBy(scenarios, ({ bullet }) => bullet)].map(([bullet, { length }]) => ({ bullet, length }));
  assert.ok(counts.length >= 19);
  assert.deepEqual(counts.filter(({ length }) => length < 5), []);
});

test('every rule that the mutation run breaks stands where it says', () => {
  for (const { breaks, file, text } of mutations) assert.equal(readFileSync(join(import.meta.dirname, '..', 'embedded', file), 'utf8').split(text).length, 2, breaks);
});

test('what the real test engine can not judge is as it is expected', async () => {
  const expected = scenarios.filter(({ notJudgedBecause }) => notJudgedBecause !== undefined);
  assert.ok(expected.length > 0);
  for (const scenario of expected) assert.deepEqual(unmetExpectations(scenario, await runScenario(scenario, ours)), [], scenario.name);
});

test('our engine shows a client what the real one shows', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const drivers = { zeebe: new ZeebeDriver(zeebe), ours };
  try {
    for (const scenario of [...firstOfEach, ...randomSeeds.map(randomScenario)]) {
      const verdict = await judge(scenario, drivers);
      assert.equal(verdict.unexplained.length, 0, describe(verdict).join('\n'));
    }
  } finally {
    await drivers.zeebe.close();
  }
});
