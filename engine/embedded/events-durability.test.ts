import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bpmn, catching, eventSubProcess, message, on, path, resource, signal, start, startOn, user } from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { ManualClock } from './testing/manual-clock.ts';
import { type EmbeddedHarness, openHarness } from './testing/open-harness.ts';

const hourMs = 3_600_000;
let database: TestDatabase;
let clock: ManualClock;
before(async () => {
  database = await createTestDatabase();
  clock = new ManualClock();
});
after(() => database.drop());

/** An engine on what the one before has left. */
async function reopened(before?: EmbeddedHarness): Promise<EmbeddedHarness> {
  await before?.close();
  return openHarness(database, { clock });
}

const deploy = ({ engine }: EmbeddedHarness, processId: string, body: string, roots: string) => engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body, [], roots))]);

test('an engine goes on with what the one before waited for: messages, subscriptions, timers, keys in use', async () => {
  let harness = await reopened();
  const handler = eventSubProcess('handler', startOn('begin', on.message('note'), { interrupting: false }) + user('handle') + path('begin', 'handle'));
  await deploy(harness, 'waiting', start() + catching('wait', on.signal('go')) + user('done') + path('start', 'wait', 'done') + handler, signal('go') + message('note', '="k"'));
  await deploy(harness, 'keyed', startOn('begin', on.message('order')) + user('work') + path('begin', 'work'), message('order'));
  await deploy(harness, 'timed', startOn('begin', on.cycle('R/PT1H')) + user('work') + path('begin', 'work'), '');
  await deploy(harness, 'buffered', start() + catching('wait', on.message('later')) + user('done') + path('start', 'wait', 'done'), message('later', '="k"'));
  const { processInstanceKey: waiting } = await harness.engine.createInstance({ processId: 'waiting' });
  for (const n of [1, 2]) await harness.engine.publishMessage({ name: 'order', correlationKey: 'k', timeToLiveMs: hourMs, variables: { n } });
  for (const n of [1, 2]) await harness.engine.publishMessage({ name: 'later', correlationKey: 'k', timeToLiveMs: n * hourMs, messageId: `id${n}` });

  harness = await reopened(harness);
  await assert.rejects(harness.engine.publishMessage({ name: 'later', correlationKey: 'k', messageId: 'id1' }), { code: 'ALREADY_EXISTS' });
  await harness.engine.publishMessage({ name: 'order', correlationKey: 'k' });
  assert.equal(harness.events.of('instanceStarted').length, 0, 'the key is still in use');
  await harness.engine.broadcastSignal('go');
  await harness.engine.publishMessage({ name: 'note', correlationKey: 'k' });
  await harness.settled();
  assert.deepEqual(harness.events.of('userTaskOpened', { processInstanceKey: waiting }).map(({ elementId }) => elementId), ['done', 'handle']);

  harness = await reopened(harness);
  await harness.advanceTime(hourMs);
  assert.equal(harness.events.of('instanceStarted', { processId: 'timed' }).length, 1);
  await harness.engine.publishMessage({ name: 'later', correlationKey: 'x', messageId: 'id1' });
  const { processInstanceKey: buffered } = await harness.engine.createInstance({ processId: 'buffered' });
  await harness.events.waitFor('userTaskOpened', { processInstanceKey: buffered });
  await harness.engine.createInstance({ processId: 'buffered' });
  await harness.settled();
  assert.equal(harness.events.of('userTaskOpened', { processId: 'buffered' }).length, 1, 'the first message is gone, the second was had');
  assert.deepEqual(harness.errors, []);
  await harness.close();
});
