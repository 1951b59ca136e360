/** 50 of the kills of test/long/kill.test.ts, always the same: processes of the product killed in random flows, at moments between two writes and at any time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKills } from './kills/kill-run.ts';

const seed = 20_261_129;
const count = 50;

test(`${count} kills with seed ${seed}: nothing is lost or doubled, supply is custody`, async (t) => {
  const { kills, coverage, wallMs } = await runKills({ seed, count, lanes: 1, killsOfLife: count, killsOfFirstStart: [2, 2], extraMax: 0, say: (line) => t.diagnostic(line) });
  assert.equal(kills.length, count);
  const atWrites = kills.filter(({ at }) => at.length > 0).length;
  t.diagnostic(`${atWrites} of them between two writes, at ${coverage.hit().length} of the ${coverage.passed.size} moments that were passed; ${(wallMs / 1_000).toFixed(0)} s`);
  // The shares that test/kills/kill-choice.ts gives out.
  assert.ok(atWrites > count / 3, `only ${atWrites} kills fell between two writes`);
});
