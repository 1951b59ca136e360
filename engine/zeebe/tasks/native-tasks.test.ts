/** Tasks that stay native: told by the engine's own task listeners on a real Zeebe, completed by the REST call of the published API. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { boundaryTimer, end, path, type RealZeebe, Run, start, startRealZeebe, tag, user } from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openRest } from '../connection/rest-client.ts';
import { restIncidents } from '../incidents/rest-incidents.ts';
import { openHarness, type ZeebeHarness } from '../testing/open-harness.ts';
import { openRestStandIn, type RestStandIn } from '../testing/rest-stand-in.ts';

const zeebe = await startRealZeebe();

describe('native user tasks', { skip: 'skipped' in zeebe ? zeebe.skipped : false }, () => {
  let database: TestDatabase;
  let standIn: RestStandIn;
  let harness: ZeebeHarness;
  let run: Run;

  before(async () => {
    database = await createTestDatabase();
    standIn = await openRestStandIn(zeebe as RealZeebe);
    const rest = openRest(standIn.address);
    harness = await openHarness(zeebe as RealZeebe, database, { rest, incidentSearch: restIncidents(rest) });
    run = new Run(harness);
  });
  after(async () => {
    await (harness as ZeebeHarness | undefined)?.close();
    await standIn.close();
    await (zeebe as RealZeebe).stop();
    await database.drop();
  });

  const asks = user('ask', {
    extra: tag('zeebe:assignmentDefinition', { candidateGroups: '=[office + "/specialist"]' }) + tag('zeebe:priorityDefinition', { priority: '=70' })
      + tag('zeebe:taskSchedule', { dueDate: '2026-12-01T08:00:00Z' }),
  });

  test('is told with its groups, its date and its priority, and completed with variables', async () => {
    const key = await run.run('native', start() + asks + end() + path('start', 'ask', 'end'), '', { office: 'beiwaitan' });
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    assert.deepEqual([task.candidateGroups, task.dueDate?.toISOString(), task.priority], [['beiwaitan/specialist'], '2026-12-01T08:00:00.000Z', 70]);
    await harness.engine.completeUserTask(task.taskKey, { outcome: 'approved' });
    await harness.settled();
    assert.deepEqual(harness.events.of('userTaskClosed', { processInstanceKey: key }).map(({ outcome }) => outcome), ['completed']);
    assert.equal(run.ended(key), 'completed');
    assert.ok(standIn.asked.includes(`POST /v2/user-tasks/${task.taskKey}/completion`));
    await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
  });

  test('that a boundary event ends is closed as cancelled, and can’t be completed any more', async () => {
    const key = await run.run('native-late', start() + asks + boundaryTimer('late', 'ask', 'timeDuration', 'PT1H') + end() + end('after') + path('start', 'ask', 'end') + path('late', 'after'), '', { office: 'beiwaitan' });
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    await harness.advanceTime(3_600_001);
    assert.deepEqual(harness.events.of('userTaskClosed', { processInstanceKey: key }).map(({ outcome }) => outcome), ['cancelled']);
    await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
  });

  test('that somebody else cancels is found by the sweep', async () => {
    const key = await run.run('native-gone', start() + asks + end() + path('start', 'ask', 'end'), '', { office: 'beiwaitan' });
    await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    assert.equal((await harness.engine.sweep()).gone, 0);
    await harness.engine.cancelInstance(key);
    await harness.settled();
    assert.deepEqual(harness.events.of('userTaskClosed', { processInstanceKey: key }).map(({ outcome }) => outcome), ['cancelled']);
  });

  test('an incident that is no job’s is found by the search, and resolved by its key', async () => {
    const picky = user('ask', { extra: tag('zeebe:assignmentDefinition', { candidateGroups: '=groups' }) });
    const key = await run.run('native-incident', start() + picky + end() + path('start', 'ask', 'end'), '', { groups: 5 });
    const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
    assert.deepEqual([incident.elementId, incident.jobKey], ['ask', null]);
    await harness.engine.setVariables(key, { groups: ['checkers'] });
    await harness.engine.resolveIncident(incident.incidentKey);
    await harness.settled();
    assert.equal(harness.events.of('incidentResolved', { processInstanceKey: key }).length, 1);
    const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    assert.deepEqual(task.candidateGroups, ['checkers']);
    assert.ok(standIn.asked.includes('POST /v2/incidents/search'));
  });
});
