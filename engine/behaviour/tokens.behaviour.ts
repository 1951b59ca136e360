import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, end, exclusive, flow, parallel, path, service, start, subProcess, terminateEnd, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** How tokens move: flows, gateways, scopes, ends. */
export function tokensBehaviour(open: OpenHarness): void {
  describe('tokens', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    async function run(processId: string, body: string, variables = {}): Promise<string> {
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId).sort();
    const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);
    async function done(processInstanceKey: string, elementId: string, nth = 1): Promise<void> {
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey, elementId }, nth);
      await harness.engine.completeUserTask(task.taskKey);
      await harness.settled();
    }

    test('a process of start and end completes, and tells each step in order', async () => {
      const key = await run('straight', start() + path('start', 'end') + end(), { applicationId: 'a1' });
      const told = harness.events.all.filter((event) => event.processInstanceKey === key);
      assert.deepEqual(told.map(({ kind }) => kind), [
        'instanceStarted', 'elementEntered', 'elementLeft', 'sequenceFlowTaken', 'elementEntered', 'elementLeft', 'instanceEnded',
      ]);
      const [started] = harness.events.of('instanceStarted', { processInstanceKey: key });
      assert.deepEqual(started?.variables, { applicationId: 'a1' });
      assert.equal(started?.engineId, harness.engine.engineId);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('an instance that begins at a step of its creator’s choice tells its start before that step', async () => {
      await harness.engine.deploy([resource('midway.bpmn', bpmn('midway', start() + path('start', 'first', 'second', 'end') + user('first') + user('second') + end()))]);
      const { processInstanceKey: key } = await harness.engine.createInstance({ processId: 'midway', variables: { applicationId: 'a2' }, startInstructions: [{ elementId: 'second' }] });
      await harness.settled();
      await done(key, 'second');
      const told = harness.events.all.filter((event) => event.processInstanceKey === key);
      assert.deepEqual(told.slice(0, 2).map((event) => [event.kind, 'elementId' in event && event.elementId]), [['instanceStarted', false], ['elementEntered', 'second']]);
      const [started] = harness.events.of('instanceStarted', { processInstanceKey: key });
      assert.deepEqual(started?.variables, { applicationId: 'a2' });
      assert.equal(started?.parentProcessInstanceKey, null);
      assert.deepEqual(opened(key), ['second']);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('an exclusive gateway takes the flow that holds and stands last in the file, else the default', async () => {
      const body = start() + exclusive('which', 'which_small') + user('large') + user('huge') + user('small')
        + flow('start', 'which') + flow('which', 'large', '=amountFen > 100') + flow('which', 'huge', '=amountFen > 1000') + flow('which', 'small');
      assert.deepEqual(opened(await run('gateway', body, { amountFen: 2000 })), ['huge']);
      assert.deepEqual(opened(await run('gateway', body, { amountFen: 200 })), ['large']);
      assert.deepEqual(opened(await run('gateway', body, { amountFen: 100 })), ['small']);
    });

    test('a parallel join waits for one token of every incoming flow', async () => {
      const key = await run('parallel-join', start() + parallel('fork') + user('a') + user('b') + parallel('join') + user('after')
        + path('start', 'fork', 'a', 'join', 'after') + path('fork', 'b', 'join'));
      await done(key, 'a');
      assert.deepEqual(opened(key), ['a', 'b']);
      await done(key, 'b');
      assert.deepEqual(opened(key), ['a', 'after', 'b']);
      await done(key, 'after');
      assert.deepEqual(ended(key), ['completed']);
    });

    test('two tokens over the same flow do not make a join fire', async () => {
      // The task `a` runs twice, `b` once: the second token of `a` stays at the join for ever.
      const key = await run('join-count', start() + parallel('fork') + exclusive('merge') + user('a') + user('b') + parallel('join') + user('after')
        + path('start', 'fork', 'merge', 'a', 'join', 'after') + flow('fork', 'b') + flow('b', 'join') + tagSecond('fork', 'merge'));
      await done(key, 'a', 1);
      await done(key, 'a', 2);
      assert.deepEqual(opened(key), ['a', 'a', 'b']);
      await done(key, 'b');
      assert.deepEqual(opened(key), ['a', 'a', 'after', 'b']);
      await done(key, 'after');
      assert.deepEqual(ended(key), []);
    });

    test('two tokens into one task are two instances of it', async () => {
      const key = await run('two-tokens', start() + parallel('fork') + exclusive('merge') + user('task')
        + path('start', 'fork', 'merge', 'task') + tagSecond('fork', 'merge'));
      assert.deepEqual(opened(key), ['task', 'task']);
      const [one, two] = harness.events.of('userTaskOpened', { processInstanceKey: key });
      assert.notEqual(one?.elementInstanceKey, two?.elementInstanceKey);
      await done(key, 'task', 1);
      assert.deepEqual(ended(key), []);
      await done(key, 'task', 2);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('a subprocess goes on when its last token has ended', async () => {
      const inner = start('innerStart') + parallel('fork') + user('a') + user('b') + path('innerStart', 'fork', 'a') + flow('fork', 'b');
      const key = await run('subprocess', start() + subProcess('sub', inner) + user('after') + path('start', 'sub', 'after'));
      await done(key, 'a');
      assert.deepEqual(opened(key), ['a', 'b']);
      await done(key, 'b');
      assert.deepEqual(opened(key), ['a', 'after', 'b']);
    });

    test('a terminate end ends its own scope only, which completes', async () => {
      const inner = start('innerStart') + parallel('fork') + user('waits') + user('stops') + terminateEnd('stop')
        + path('innerStart', 'fork', 'waits') + path('fork', 'stops', 'stop');
      const key = await run('terminate', start() + parallel('outer') + subProcess('sub', inner) + user('after') + user('beside')
        + path('start', 'outer', 'sub', 'after') + flow('outer', 'beside'));
      await done(key, 'stops');
      assert.deepEqual(opened(key), ['after', 'beside', 'stops', 'waits']);
      const [closed] = harness.events.of('userTaskClosed', { processInstanceKey: key, elementId: 'waits' });
      assert.equal(closed?.outcome, 'cancelled');
      const [sub] = harness.events.of('elementLeft', { processInstanceKey: key, elementId: 'sub' });
      assert.equal(sub?.outcome, 'completed');
      await done(key, 'beside');
      await done(key, 'after');
      assert.deepEqual(ended(key), ['completed']);
    });

    test('a terminate end at the top completes the process', async () => {
      const key = await run('terminate-root', start() + parallel('fork') + user('waits') + terminateEnd('stop') + path('start', 'fork', 'waits') + flow('fork', 'stop'));
      assert.deepEqual(ended(key), ['completed']);
    });

    test('a loop through a task runs it again each time', async () => {
      const key = await run('loop', start() + exclusive('merge') + user('task') + exclusive('again', 'again_end') + end()
        + path('start', 'merge', 'task', 'again') + flow('again', 'merge', '=outcome = "rejected"') + flow('again', 'end'));
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await harness.engine.completeUserTask(task.taskKey, { outcome: 'rejected' });
      const second = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key }, 2);
      await harness.engine.completeUserTask(second.task.taskKey, { outcome: 'approved' });
      await harness.settled();
      assert.deepEqual(ended(key), ['completed']);
    });

    test('cancel ends everything inside, with its tasks and jobs', async () => {
      const jobs = new HeldJobs(harness, { type: 'cancelled-work' });
      const key = await run('cancel', start() + parallel('fork') + subProcess('sub', start('innerStart') + user('task') + path('innerStart', 'task'))
        + service('work', 'cancelled-work') + path('start', 'fork', 'sub') + flow('fork', 'work'));
      const held = await jobs.next();
      await harness.engine.cancelInstance(key);
      await harness.settled();
      assert.deepEqual(ended(key), ['terminated']);
      assert.deepEqual(harness.events.of('elementLeft', { processInstanceKey: key, outcome: 'terminated' }).map(({ elementId }) => elementId).sort(), ['sub', 'task', 'work']);
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
      await assert.rejects(harness.engine.cancelInstance(key), { code: 'NOT_FOUND' });
      held.answer({ kind: 'completed' });
      await jobs.close();
      assert.deepEqual(ended(key), ['terminated']);
    });
  });
}

/** A second flow between the same two elements. */
function tagSecond(source: string, target: string): string {
  return flow(source, target).replace(`id="${source}_${target}"`, `id="${source}_${target}_second"`);
}
