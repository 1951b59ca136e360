import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { boundary, catching, endThrowing, on, signal, startOn, throwing } from './event-text.ts';
import { closeHarness, type OpenHarness } from './harness.ts';
import { path, service, start, subProcess, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

/** Signals: to all that wait now, thrown by processes and from outside. */
export function signalsBehaviour(open: OpenHarness): void {
  describe('signals', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    test('a signal reaches every instance that waits, of every process, and none that waits later', async () => {
      const body = start() + catching('wait', on.signal('go')) + user('done') + path('start', 'wait', 'done');
      await it.deploy('all-a', body, signal('go'));
      await it.deploy('all-b', body, signal('go'));
      const keys = [await it.start('all-a'), await it.start('all-a'), await it.start('all-b')];
      await it.signal('go');
      const late = await it.start('all-a');
      assert.deepEqual([...keys, late].map((key) => it.opened(key).length), [1, 1, 1, 0]);
      await it.signal('stop');
      assert.deepEqual(it.opened(late), []);
    });

    test('the name may be an expression; what the signal brings goes to the scopes around', async () => {
      await it.run('dynamic', start() + catching('wait', on.signal('any')) + service('show', 'show-signal') + path('start', 'wait', 'show'), signal('any', '="to-" + who'), { who: 'x', n: 0 });
      await it.signal('to-x', { n: 1 });
      assert.deepEqual(await it.variablesAt('show-signal'), { who: 'x', n: 1 });
    });

    test('one signal for a task inside and for the subprocess around it: the subprocess ends', async () => {
      const inner = start('s') + user('work') + boundary('note', 'work', on.signal('both'), { interrupting: false }) + user('noted') + path('s', 'work') + path('note', 'noted');
      const key = await it.run('nested', start() + subProcess('sub', inner) + boundary('stop', 'sub', on.signal('both')) + user('stopped') + path('start', 'sub') + path('stop', 'stopped'), signal('both'));
      await it.signal('both');
      assert.equal(it.opened(key).at(-1), 'stopped');
      assert.deepEqual(it.outcomes(key, 'sub'), ['terminated']);
      assert.ok(!it.outcomes(key, 'noted').includes('completed'));
    });

    test('a process throws a signal with its local variables, on the way and at an end', async () => {
      await it.deploy('listener', startOn('begin', on.signal('news')) + service('show', 'show-news') + path('begin', 'show'), signal('news'));
      const local = { inputs: [['=a + 1', 'b']] as const };
      const key = await it.run('thrower', start() + throwing('tell', on.signal('news'), local) + endThrowing('end', on.signal('news')) + path('start', 'tell', 'end'), signal('news'), { a: 1 });
      assert.equal(it.ended(key), 'completed');
      assert.deepEqual([await it.variablesAt('show-news'), await it.variablesAt('show-news')], [{ b: 2 }, {}]);
    });

    test('an interrupting and a non-interrupting boundary signal', async () => {
      const body = start() + user('work') + boundary('stop', 'work', on.signal('stop')) + boundary('note', 'work', on.signal('note'), { interrupting: false })
        + user('noted') + user('stopped') + path('start', 'work') + path('note', 'noted') + path('stop', 'stopped');
      const key = await it.run('boundary', body, signal('stop') + signal('note'));
      await it.signal('note');
      await it.signal('note');
      await it.signal('stop');
      await it.signal('note');
      assert.deepEqual(it.opened(key), ['work', 'noted', 'noted', 'stopped']);
    });
  });
}
