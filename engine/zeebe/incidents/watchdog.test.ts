/** Instances that have stopped on a Zeebe with gRPC alone, where no incident is told. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { end, exclusive, flow, path, type RealZeebe, Run, service, start, startRealZeebe, tag, user } from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openHarness, type ZeebeHarness } from '../testing/open-harness.ts';
import { standsStill } from './watchdog.ts';

const stillMs = 120_000;
const duration = (text: string) => tag('bpmn:timerEventDefinition', {}, tag('bpmn:timeDuration', { 'xsi:type': 'bpmn:tFormalExpression' }, text));
const zeebe = await startRealZeebe();

describe('the watchdog', { skip: 'skipped' in zeebe ? zeebe.skipped : false }, () => {
  let database: TestDatabase;
  let harness: ZeebeHarness;
  let run: Run;

  before(async () => {
    database = await createTestDatabase();
    harness = await openHarness(zeebe as RealZeebe, database, { stillMs }, { searchesIncidents: false });
    run = new Run(harness);
  });
  after(async () => {
    await (harness as ZeebeHarness | undefined)?.close();
    await (zeebe as RealZeebe).stop();
    await database.drop();
  });

  const raised = (key: string) => harness.events.of('incidentRaised', { processInstanceKey: key });
  /** Two looks, as long apart as it takes to stand still. */
  async function watch(): Promise<void> {
    await harness.engine.watch();
    await harness.advanceTime(stillMs + 1_000);
    await harness.engine.watch();
  }

  /** No flow fits: Zeebe raises an incident that gRPC doesn't tell. */
  const stuck = start() + exclusive('which') + end('one') + end('two') + path('start', 'which')
    + flow('which', 'one', '=n = 1') + flow('which', 'two', '=n = 2');

  test('tells of an instance that stands still, where it stands, and once', async () => {
    const key = await run.run('stuck', stuck, '', { n: 3 });
    await watch();
    assert.deepEqual(raised(key).map(({ errorType, elementId, incidentKey, jobKey }) => [errorType, elementId, incidentKey, jobKey]), [[standsStill, 'which', key, null]]);
    await watch();
    assert.equal(raised(key).length, 1);
    await assert.rejects(harness.engine.resolveIncident(key), { code: 'FAILED_PRECONDITION' });
  });

  test('leaves alone what waits for a person, for time, or for a worker that failed', async () => {
    const waits = await run.run('waits-for-person', start() + user('ask') + end() + path('start', 'ask', 'end'));
    const timed = await run.run('waits-for-time', start() + tag('bpmn:intermediateCatchEvent', { id: 'later' }, duration('P9D')) + end() + path('start', 'later', 'end'));
    await watch();
    assert.deepEqual([raised(waits), raised(timed)], [[], []]);
  });

  test('tells of a job that nobody works at, and that it goes on once somebody does', async () => {
    const key = await run.run('nobody', start() + service('work', 'nobody-works-at') + end() + path('start', 'work', 'end'));
    await watch();
    assert.deepEqual(raised(key).map(({ elementId }) => elementId), ['work']);
    const worker = harness.engine.openWorker({ type: 'nobody-works-at', handle: async () => ({ kind: 'completed' }) });
    await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
    await worker.close();
    assert.equal(harness.events.of('incidentResolved', { processInstanceKey: key }).length, 1);
  });
});
