import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { catching, eventGateway, message, on, signal } from './event-text.ts';
import { closeHarness, type OpenHarness } from './harness.ts';
import { flow, path, service, start, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

const hourMs = 3_600_000;

/** Event-based gateways: the first event goes on, the others are forgotten. */
export function eventGatewayBehaviour(open: OpenHarness): void {
  describe('event-based gateway', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    const body = start() + eventGateway('wait') + catching('paid', on.message('paid')) + catching('late', on.duration('PT1H')) + catching('off', on.signal('off'))
      + user('onPaid') + user('onLate') + user('onOff') + path('start', 'wait', 'paid', 'onPaid') + path('wait', 'late', 'onLate') + path('wait', 'off', 'onOff');
    const roots = message('paid', '=k') + signal('off');

    test('whichever comes first goes on; no flow leads to it, and the others don\'t come', async () => {
      await it.deploy('first', body, roots);
      const [a, b, c] = [await it.start('first', { k: 'a' }), await it.start('first', { k: 'b' }), await it.start('first', { k: 'c' })];
      await it.publish('paid', 'a');
      assert.deepEqual(it.entered(a), ['start', 'wait', 'paid', 'onPaid']);
      assert.deepEqual(it.harness.events.of('sequenceFlowTaken', { processInstanceKey: a }).map(({ sequenceFlowId }) => sequenceFlowId), ['start_wait', 'paid_onPaid']);
      await it.harness.engine.cancelInstance(c);
      await it.harness.settled();
      await it.harness.advanceTime(hourMs);
      await it.signal('off');
      await it.publish('paid', 'a');
      assert.deepEqual([it.opened(a), it.opened(b), it.opened(c)], [['onPaid'], ['onLate'], []]);
    });

    test('a message that is buffered decides at once', async () => {
      await it.deploy('buffered', body, roots);
      await it.publish('paid', 'buffered', { timeToLiveMs: hourMs });
      assert.deepEqual(it.opened(await it.start('buffered', { k: 'buffered' })), ['onPaid']);
    });

    test('of events that are due at once the last in the file wins, as in Zeebe', async () => {
      const twice = start() + eventGateway('wait') + catching('a', on.duration('PT1H')) + catching('b', on.duration('PT1H')) + user('onA') + user('onB') + path('start', 'wait', 'a', 'onA') + path('wait', 'b', 'onB');
      const key = await it.run('at-once', twice);
      await it.harness.advanceTime(hourMs);
      assert.deepEqual(it.opened(key), ['onB']);
    });

    test('what the event brings goes to the scope around, or by its output mappings', async () => {
      const mapped = start() + eventGateway('wait') + catching('plain', on.signal('plain')) + catching('mapped', on.signal('mapped'), { outputs: [['=a + 1', 'b']] }) + service('show', 'show-gateway')
        + path('start', 'wait', 'plain', 'show') + flow('wait', 'mapped') + flow('mapped', 'show');
      await it.deploy('brings', mapped, signal('plain') + signal('mapped'));
      await it.start('brings');
      await it.signal('plain', { a: 1 });
      assert.deepEqual(await it.variablesAt('show-gateway'), { a: 1 });
      await it.start('brings');
      await it.signal('mapped', { a: 1 });
      assert.deepEqual(await it.variablesAt('show-gateway'), { b: 2 });
    });

    test('an event that can\'t be evaluated is an incident at the gateway, and nothing is waited for', async () => {
      const key = await it.run('incident', body, roots);
      const { errorType, incidentKey } = await it.harness.events.waitFor('incidentRaised', { processInstanceKey: key, elementId: 'wait' });
      assert.equal(errorType, 'EXTRACT_VALUE_ERROR');
      await it.signal('off');
      assert.deepEqual(it.opened(key), []);
      await it.harness.engine.setVariables(key, { k: 'now' });
      await it.harness.engine.resolveIncident(incidentKey);
      await it.harness.settled();
      await it.publish('paid', 'now');
      assert.deepEqual(it.opened(key), ['onPaid']);
    });
  });
}
