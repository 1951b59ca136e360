import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bpmn, end, path, resource, start, user } from '@gbc/engine/behaviour';
import { openDatabase } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openHarness } from './testing/open-harness.ts';

const dayMs = 86_400_000;
const asked = bpmn('asked', start() + user('ask') + end() + path('start', 'ask', 'end'));
const straight = bpmn('straight', start() + end() + path('start', 'end'));

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
after(() => database.drop());

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await database.read<{ count: bigint }>(`select count(*) as count from ${table} where ${where}`);
  return Number(rows[0]?.count);
}

test('finished instances leave no live row, and after the retention no record but one row each in history', async () => {
  const harness = await openHarness(database, { recordRetentionMs: 7 * dayMs });
  const { engine } = harness;
  await engine.deploy([resource('asked.bpmn', asked), resource('straight.bpmn', straight)]);
  const deployed = await count('engine_row');
  const finished = await Promise.all(Array.from({ length: 250 }, () => engine.createInstance({ processId: 'straight' })));
  const running = await engine.createInstance({ processId: 'asked' });
  const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: running.processInstanceKey });
  const cancelled = await engine.createInstance({ processId: 'asked', variables: { amountFen: 1 } });
  await engine.cancelInstance(cancelled.processInstanceKey);
  assert.equal(await count('engine_row', `value like '%${cancelled.processInstanceKey}%'`), 0);

  await harness.advanceTime(6 * dayMs);
  await engine.sweep();
  assert.equal(await count('engine_record', `process_instance_key = ${cancelled.processInstanceKey}`), 2, 'not before their time');

  await harness.advanceTime(2 * dayMs);
  await engine.completeUserTask(task.taskKey);
  await engine.sweep();
  assert.equal(await count('engine_row'), deployed);
  assert.equal(await count('engine_record', 'process_instance_key is null'), 0);
  const left = await database.read<{ key: bigint }>('select distinct process_instance_key as key from engine_record');
  assert.deepEqual(left.rows.map(({ key }) => String(key)), [running.processInstanceKey], 'the one that ended just now keeps its records, those of its start too');
  assert.equal(await count('engine_process_instance', "process_id = 'straight' and version = 1 and outcome = 'completed' and ended_at >= started_at and not has_records"), finished.length);
  assert.equal(await count('engine_process_instance', `outcome = 'terminated' and process_instance_key = ${cancelled.processInstanceKey}`), 1);
  assert.equal(await count('engine_process_instance', 'ended_at - started_at > interval \'7 days\' and has_records'), 1);

  await harness.advanceTime(8 * dayMs);
  await engine.sweep();
  assert.equal(await count('engine_record'), 0);
  assert.equal(await count('engine_process_instance'), finished.length + 2);
  await harness.close();
});

test('records go on their own, while commands are taken, and not after the engine is closed', async () => {
  const harness = await openHarness(database, { recordRetentionMs: 24 });
  await harness.engine.createInstance({ processId: 'straight' });
  await harness.advanceTime(1000);
  const giveUp = AbortSignal.timeout(10_000);
  while ((await count('engine_record')) > 0) giveUp.throwIfAborted();
  await harness.close();
  await database.write("insert into engine_record (position, at, commands) values (1000000, '2000-01-01', '[]')");
  await sleep(50); // as long as many looks take: nobody looks any more
  assert.equal(await count('engine_record'), 1);
  assert.deepEqual(harness.errors, []);
});

test('an engine refuses a database that could lose what was answered', async () => {
  for (const setting of ['off', 'local']) {
    const url = new URL(database.url);
    url.searchParams.set('options', `-c synchronous_commit=${setting}`);
    const hasty = openDatabase(url.href);
    await assert.rejects(openHarness(hasty), new RegExp(`synchronous_commit = ${setting}`));
    await hasty.close();
  }
});
