import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { catching, message, on, signal, startOn } from './event-text.ts';
import { closeHarness, type OpenHarness, resource } from './harness.ts';
import { bpmn, path, service, start, user } from './model-text.ts';
import { Run } from './run.ts';
import { test } from './suite-test.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Processes that messages, signals and timers start, and what a new version does to that. */
export function startEventsBehaviour(open: OpenHarness): void {
  describe('start events', () => {
    let it: Run;
    before(async () => void (it = new Run(await open())));
    after(() => closeHarness(it.harness));

    const started = (definition: string, task = 'work') => startOn('begin', definition) + user(task) + path('begin', task);

    test('a message without key starts an instance each time; what it brings is the instance\'s', async () => {
      await it.deploy('by-message', startOn('begin', on.message('order')) + service('show', 'show-order') + path('begin', 'show'), message('order'));
      for (const n of [1, 2]) await it.publish('order', '', { variables: { n } });
      assert.equal(it.instances('by-message').length, 2);
      assert.deepEqual([await it.variablesAt('show-order'), await it.variablesAt('show-order')], [{ n: 1 }, { n: 2 }]);
    });

    test('output mappings of the start event choose what the instance keeps', async () => {
      await it.deploy('mapped', startOn('begin', on.message('mapped'), { outputs: [['=n + 1', 'm']] }) + service('show', 'show-mapped-start') + path('begin', 'show'), message('mapped'));
      await it.publish('mapped', '', { variables: { n: 1 } });
      assert.deepEqual(await it.variablesAt('show-mapped-start'), { m: 2 });
    });

    test('with a key only one instance at a time runs; buffered messages start the next, in order', async () => {
      await it.deploy('keyed', started(on.message('keyed')), message('keyed'));
      for (const n of [1, 2, 3]) await it.publish('keyed', 'k', { timeToLiveMs: hourMs, variables: { n } });
      await it.publish('keyed', 'lost');
      await it.publish('keyed', 'lost');
      await it.publish('keyed', '');
      assert.equal(it.instances('keyed').length, 3, 'one for each key, and one without');
      const [first] = it.instances('keyed');
      await it.completeTask(first as string, 'work');
      assert.equal(it.instances('keyed').length, 4);
      await it.harness.engine.cancelInstance(it.instances('keyed')[3] as string);
      await it.harness.settled();
      assert.equal(it.instances('keyed').length, 5, 'a cancelled instance frees the key too');
      assert.deepEqual(it.harness.events.of('instanceStarted', { processId: 'keyed' }).map(({ variables }) => variables['n']), [1, undefined, undefined, 2, 3]);
      await it.completeTask(it.instances('keyed')[4] as string, 'work');
      await it.publish('keyed', 'k');
      assert.equal(it.instances('keyed').length, 6);
    });

    test('a buffered message whose time is over starts nothing when the key is free', async () => {
      await it.deploy('expired', started(on.message('expired')), message('expired'));
      for (const timeToLiveMs of [hourMs, hourMs]) await it.publish('expired', 'k', { timeToLiveMs });
      await it.harness.advanceTime(hourMs);
      await it.completeTask(it.instances('expired')[0] as string, 'work');
      assert.equal(it.instances('expired').length, 1);
    });

    test('the next in the buffer starts the newest version, and the message that started an instance is not caught by it', async () => {
      const roots = message('versioned') + message('caught', '="k"', 'versioned');
      await it.deploy('versioned', started(on.message('versioned'), 'old'), roots);
      for (const n of [1, 2]) await it.publish('versioned', 'k', { timeToLiveMs: hourMs, variables: { n } });
      await it.deploy('versioned', startOn('begin', on.message('versioned')) + catching('wait', on.message('caught')) + user('new') + path('begin', 'wait', 'new'), roots);
      const [old] = it.instances('versioned');
      await it.completeTask(old as string, 'old');
      const [, next] = it.instances('versioned');
      assert.deepEqual(it.entered(next as string), ['begin', 'wait']);
      await it.publish('versioned', 'k');
      assert.deepEqual(it.opened(next as string), ['new'], 'the instance that waits has it, so none is started');
      assert.equal(it.instances('versioned').length, 2);
    });

    test('a signal starts the newest version of every process that begins with it', async () => {
      await it.deploy('by-signal-1', started(on.signal('go'), 'old'), signal('go'));
      await it.deploy('by-signal-1', started(on.signal('go'), 'new'), signal('go'));
      await it.deploy('by-signal-2', started(on.signal('go')), signal('go'));
      await it.signal('go');
      assert.deepEqual(['by-signal-1', 'by-signal-2'].map((processId) => it.instances(processId).map((key) => it.opened(key))), [[['new']], [['work']]]);
    });

    test('a new version without the start event takes it away; the same file again changes nothing', async () => {
      const roots = signal('gone') + message('gone');
      await it.deploy('gone', startOn('a', on.signal('gone')) + startOn('b', on.message('gone')) + startOn('c', on.cycle('R/PT1H')) + user('work') + path('a', 'work') + path('b', 'work') + path('c', 'work'), roots);
      await it.harness.advanceTime(hourMs - 1);
      await it.deploy('gone', startOn('a', on.signal('gone')) + startOn('b', on.message('gone')) + startOn('c', on.cycle('R/PT1H')) + user('work') + path('a', 'work') + path('b', 'work') + path('c', 'work'), roots);
      await it.harness.advanceTime(1);
      await it.signal('gone');
      await it.publish('gone');
      assert.equal(it.instances('gone').length, 3);
      await it.deploy('gone', start() + user('work') + path('start', 'work'));
      await it.harness.advanceTime(5 * hourMs);
      await it.signal('gone');
      await it.publish('gone');
      assert.equal(it.instances('gone').length, 3);
    });

    test('a timer starts an instance: at a date, after a duration, by cycle and by cron', async () => {
      await it.deploy('by-date', started(on.date('=now() + duration("PT2H")')));
      await it.deploy('by-duration', started(on.duration('PT3H')));
      await it.deploy('by-cycle', started(on.cycle('R2/PT1H')));
      await it.deploy('by-cron', started(on.cycle('0 0 0 * * *')));
      const counts = () => ['by-date', 'by-duration', 'by-cycle', 'by-cron'].map((processId) => it.instances(processId).length);
      await it.harness.advanceTime(2 * hourMs);
      assert.deepEqual(counts(), [1, 0, 2, 0]);
      await it.harness.advanceTime(2 * dayMs);
      assert.deepEqual(counts(), [1, 1, 2, 2]);
      await it.deploy('by-cron', start() + user('work') + path('start', 'work'));
    });

    test('events enter at their own start event; without a none start event nobody can start it by hand', async () => {
      await it.deploy('several', startOn('a', on.signal('several')) + startOn('b', on.message('several')) + user('work') + path('a', 'work') + path('b', 'work'), signal('several') + message('several'));
      await it.signal('several');
      await it.publish('several');
      assert.deepEqual(it.instances('several').map((key) => it.entered(key)), [['a', 'work'], ['b', 'work']]);
      await assert.rejects(it.start('several'), { code: 'FAILED_PRECONDITION' });
    });

    test('expressions of start events see no variables; one that fails refuses the deployment and keeps the version before', async () => {
      await it.deploy('expressions', started(on.signal('named')), signal('named', '="a" + "b"'));
      const bad = bpmn('expressions', started(on.signal('named')), [], signal('named', '=missing'));
      await assert.rejects(it.harness.engine.deploy([resource('expressions.bpmn', bad)]), { code: 'INVALID_ARGUMENT', message: /'begin'.*missing/ });
      await it.signal('ab');
      assert.equal(it.instances('expressions').length, 1);
    });
  });
}
