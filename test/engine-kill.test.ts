/** Some of the kills of test/long/engine-kill.test.ts, fixed: the engine alone, its Postgres alone, and both. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKills } from './engine-kill/kill-run.ts';

test('kill -9 of the engine and of Postgres, under load: what was answered is there, and all goes on', async (t) => {
  const count = await runKills([
    { delayMs: 1_500, victims: ['engine'] },
    { delayMs: 1_200, victims: ['postgres'] },
    { delayMs: 1_000, victims: ['engine', 'postgres'] },
    { delayMs: 400, victims: ['engine'] },
  ]);
  t.diagnostic(`${count} answers held`);
  assert.ok(count > 10);
});
