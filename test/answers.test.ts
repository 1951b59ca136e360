/** Fields that an admin adds to a task's form: asked for, kept with the decision, told by a commitment, and there for a gateway to ask. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decide, readDecisions, readOpenTasks, type Answers } from '@gbc/applications';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { openHouse, type House } from './house.ts';

const reason = { type: 'textarea', key: 'reason' };
const schema = {
  components: [reason, { type: 'group', components: [{ type: 'textfield', key: 'siteVisit', validate: { required: true } }] }, { type: 'checkbox', key: 'urgent' }],
};

describe('a field that an admin added to a form', () => {
  let house: House;
  before(async () => void (house = await openHouse()));
  after(() => house.close());

  const answer = async (applicationId: string, answers?: Answers) => {
    const [task] = await readOpenTasks(house.database.read, applicationId);
    const by = await house.person('beiwaitan.specialist');
    const input = { outcome: 'rejected' as const, revision: 1, reason: '请补正', field: 'amountFen', ...(answers ? { answers } : {}) };
    return house.database.transaction((tx) => decide(tx, env, by, task?.taskId ?? '', input, schema));
  };
  const refusedFor = (...fields: string[]) => (error: unknown) => {
    const { code, fields: found } = error as { code: string; fields: { field: string }[] };
    assert.deepEqual([code, found.map(({ field }) => field)], ['task.incomplete', fields]);
    return true;
  };

  it('is required where it says so, and nothing else is taken', async () => {
    const id = await house.apply();
    await house.waitForTask(id, 'review');
    await assert.rejects(answer(id), refusedFor('answers.siteVisit'));
    await assert.rejects(answer(id, { siteVisit: '' }), refusedFor('answers.siteVisit'));
    await assert.rejects(answer(id, { siteVisit: '2026-11-20', reason: '夹带' }), refusedFor('answers.reason'));
    await answer(id, { siteVisit: '2026-11-20', urgent: true });
    await house.dispatcher.flush();
    await house.waitForTask(id, 'correct');
    const [decision] = await readDecisions(house.database.read, id);
    assert.deepEqual(decision?.answers, { siteVisit: '2026-11-20', urgent: true });
    const [recorded] = await readApplicationEvents(house.database.read, id, ['decisionRecorded']);
    assert.match(recorded?.data.answersCommitment ?? '', /^[0-9a-f]{64}$/);
    assert.ok(!JSON.stringify(recorded).includes('2026-11-20'));
  });
});
