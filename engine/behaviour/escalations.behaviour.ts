import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { boundary, endThrowing, escalation, eventSubProcess, on, signal, startOn, throwing } from './event-text.ts';
import { closeHarness, type OpenHarness } from './harness.ts';
import { call, end, path, start, subProcess, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

/** Escalations: who catches them, what goes on beside, and what is let through. */
export function escalationsBehaviour(open: OpenHarness): void {
  describe('escalations', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    const thrower = start('s') + throwing('tell', on.escalation('LATE')) + user('inside') + path('s', 'tell', 'inside');

    test('a non-interrupting boundary event catches it, and what threw it goes on', async () => {
      const key = await it.run('beside', start() + subProcess('sub', thrower) + boundary('heard', 'sub', on.escalation('LATE'), { interrupting: false }) + user('told') + end()
        + path('start', 'sub', 'end') + path('heard', 'told'), escalation('LATE'));
      assert.deepEqual(it.opened(key).sort(), ['inside', 'told']);
      assert.deepEqual(it.outcomes(key, 'tell'), ['completed']);
    });

    test('an interrupting boundary event ends the subprocess, and what threw it never goes on', async () => {
      const key = await it.run('instead', start() + subProcess('sub', thrower) + boundary('heard', 'sub', on.escalation('LATE')) + user('told') + end()
        + path('start', 'sub', 'end') + path('heard', 'told'), escalation('LATE'));
      assert.deepEqual(it.opened(key), ['told']);
      assert.deepEqual([it.outcomes(key, 'tell'), it.outcomes(key, 'sub')], [['terminated'], ['terminated']]);
    });

    test('an exact code is caught before any code, and another code by the one for all', async () => {
      const body = start() + subProcess('sub', thrower) + boundary('any', 'sub', on.escalation()) + boundary('exact', 'sub', on.escalation('LATE'), { interrupting: false }) + user('onAny') + user('onExact')
        + path('start', 'sub') + path('any', 'onAny') + path('exact', 'onExact');
      assert.deepEqual(it.opened(await it.run('exact-code', body, escalation('LATE'))).sort(), ['inside', 'onExact']);
      const other = body.replaceAll('escalationRef="escalation_LATE"', 'escalationRef="escalation_OTHER"').replace('escalation_OTHER', 'escalation_LATE');
      assert.deepEqual(it.opened(await it.run('any-code', other, escalation('LATE') + escalation('OTHER'))), ['onAny']);
    });

    test('one that nobody catches is let through, at an end too', async () => {
      const key = await it.run('uncaught', start() + throwing('tell', on.escalation('LATE')) + endThrowing('end', on.escalation('LATE')) + path('start', 'tell', 'end'), escalation('LATE'));
      assert.deepEqual(it.entered(key), ['start', 'tell', 'end']);
      assert.equal(it.ended(key), 'completed');
    });

    test('the code may be an expression; it goes outwards to the nearest scope that catches it', async () => {
      const inner = start('s') + endThrowing('tell', on.escalation('DYNAMIC')) + path('s', 'tell');
      const outer = start('s2') + subProcess('inner', inner) + boundary('other', 'inner', on.escalation('OTHER')) + path('s2', 'inner');
      const roots = escalation('LATE') + escalation('OTHER') + escalation('DYNAMIC').replace('escalationCode="DYNAMIC"', 'escalationCode="=code"');
      const key = await it.run('outwards', start() + subProcess('outer', outer) + boundary('heard', 'outer', on.escalation('LATE'), { interrupting: false }) + user('told') + path('start', 'outer') + path('heard', 'told'), roots, { code: 'LATE' });
      assert.deepEqual(it.opened(key), ['told']);
      assert.deepEqual(it.outcomes(key, 'outer'), ['completed']);
    });

    test('an event subprocess of the process catches it, interrupting or not', async () => {
      for (const interrupting of [true, false]) {
        const key = await it.run(`event-subprocess-${interrupting}`, thrower.replaceAll('"s', '"start') + eventSubProcess('sub', startOn('es', on.escalation('LATE'), { interrupting }) + user('told') + path('es', 'told')), escalation('LATE'));
        assert.deepEqual(it.opened(key).sort(), interrupting ? ['told'] : ['inside', 'told']);
      }
    });

    test('thrown inside the event subprocess that caught it and interrupted, it waits there for ever, as in Zeebe', async () => {
      const inside = startOn('es', on.escalation('LATE')) + throwing('again', on.escalation('LATE')) + user('after') + path('es', 'again', 'after');
      const key = await it.run('thrown-again', start() + throwing('tell', on.escalation('LATE')) + eventSubProcess('sub', inside) + path('start', 'tell'), escalation('LATE'));
      assert.deepEqual(it.entered(key).slice(-3), ['sub', 'es', 'again']);
      assert.deepEqual(it.outcomes(key, 'again'), []);
      await it.harness.engine.cancelInstance(key);
      await it.harness.settled();
      assert.deepEqual(it.outcomes(key, 'again'), ['terminated']);
    });

    test('it goes up through a call: to its boundary, interrupting or not, and to event subprocesses of the caller', async () => {
      await it.deploy('called', thrower.replaceAll('"s', '"start'), escalation('LATE'));
      for (const interrupting of [true, false]) {
        const key = await it.run(`caller-${interrupting}`, start() + call('call', 'called') + boundary('heard', 'call', on.escalation('LATE'), { interrupting }) + user('told') + path('start', 'call') + path('heard', 'told'), escalation('LATE'));
        assert.deepEqual([it.opened(key), it.outcomes(key, 'call')], [['told'], interrupting ? ['terminated'] : []]);
      }
      const key = await it.run('caller-handler', start() + call('call', 'called') + path('start', 'call') + eventSubProcess('handler', startOn('es', on.escalation()) + user('told') + path('es', 'told')), escalation('LATE'));
      assert.deepEqual([it.opened(key), it.outcomes(key, 'call')], [['told'], ['terminated']]);
    });

    test('a scope that its event subprocess has interrupted still escalates to its boundary', async () => {
      const inner = start('s') + user('work') + path('s', 'work') + eventSubProcess('es', startOn('stop', on.signal('stop')) + throwing('tell', on.escalation('LATE')) + user('after') + path('stop', 'tell', 'after'));
      const key = await it.run('interrupted', start() + subProcess('sub', inner) + boundary('heard', 'sub', on.escalation('LATE'), { interrupting: false }) + user('told') + path('start', 'sub') + path('heard', 'told'),
        escalation('LATE') + signal('stop'));
      await it.signal('stop');
      assert.deepEqual(it.opened(key).sort(), ['after', 'told', 'work']);
    });
  });
}
