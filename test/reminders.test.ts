import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readOpenTasks } from '@gbc/applications';
import { ManualClock } from '@gbc/engine-embedded/testing';
import { openHouse, until, type House } from './house.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('a task that nobody takes on', () => {
  const clock = new ManualClock();
  let house: House;
  before(async () => void (house = await openHouse(clock)));
  after(() => house.close());

  it('is reminded of every day, each time with an event, and stays open', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    const reminders = async () => (await house.database.read(`select 1 from event where type = 'reminderSent' and application_id = $1`, [id])).rows.length;
    for (const day of [1, 2]) {
      await clock.advance(dayMs, () => house.engine.settled());
      await until(async () => (await reminders()) === day, `reminder ${day}`);
    }
    const [task] = await readOpenTasks(house.database.read, id);
    assert.equal(task?.elementId, 'review');
    assert.ok(task.remindedAt);
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'rejected', reason: '材料不齐', field: 'files' });
    await house.waitForTask(id, 'correct');
    await clock.advance(dayMs - 1, () => house.engine.settled());
    assert.equal(await reminders(), 2, 'a task that is done is not reminded of');
  });
});
