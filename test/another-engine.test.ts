/** A command for an engine that is gone: its keys repeat on the engine that runs now, where they mean something else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueue, readOpenTasks } from '@gbc/applications';
import { systemEnvironment as env } from '@gbc/events';
import { openHouse, type House } from './house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

test('a decision for a task of another engine doesn’t complete the task that has its key here', async () => {
  const applicationId = await house.apply();
  await house.waitForTask(applicationId, 'review');
  const [task] = await readOpenTasks(house.database.read, applicationId);
  const outboxId = await house.database.transaction((tx) => enqueue(tx, env, {
    applicationId, command: { kind: 'completeTask', engineId: 'another-engine', taskKey: task?.taskKey ?? '', variables: { outcome: 'approved' } },
  }));
  await house.dispatcher.flush();
  const { rows } = await house.database.read<{ outcome: string }>('select outcome from outbox where id = $1', [outboxId]);
  assert.deepEqual(rows, [{ outcome: 'refused' }]);
  assert.deepEqual((await readOpenTasks(house.database.read, applicationId)).map(({ elementId }) => elementId), ['review']);
});
