import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Variables } from '../index.ts';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { boundaryError, boundaryTimer, bpmn, call, end, exclusive, flow, multi, path, plain, service, start, subProcess, tag, user } from './model-text.ts';
import { test } from './suite-test.ts';

type Listener = readonly [eventType: 'start' | 'end', type: string, retries?: string];

const listenersTag = (listeners: readonly Listener[]) =>
  tag('zeebe:executionListeners', {}, listeners.map(([eventType, type, retries]) => tag('zeebe:executionListener', { eventType, type, retries })).join(''));

/** The element written as `element` with execution listeners. */
function listening(element: string, ...listeners: readonly Listener[]): string {
  const [opening = ''] = /^<[^>]+>/.exec(element) ?? [];
  const inside = element.slice(opening.length);
  const extensions = '<bpmn:extensionElements>';
  if (inside.startsWith(extensions)) return opening + extensions + listenersTag(listeners) + inside.slice(extensions.length);
  return opening + tag('bpmn:extensionElements', {}, listenersTag(listeners)) + inside;
}

/** Jobs around the life of elements. */
export function listenersBehaviour(open: OpenHarness): void {
  describe('execution listeners', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    const deploy = (processId: string, body: string, atProcess = '') =>
      harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, atProcess + start() + body, ['E']))]);
    async function run(processId: string, body: string, variables: Variables = {}, atProcess = ''): Promise<string> {
      await deploy(processId, body, atProcess);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const workers = (...types: string[]) => types.map((type) => new HeldJobs(harness, { type }));
    const entered = (key: string) => harness.events.entered(key);
    const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);

    test('run before and after the work, in their order; what they bring stays in the element, or goes to the scope around', async () => {
      const [first, second, work, last, afterwards] = workers('el-first', 'el-second', 'el-work', 'el-last', 'el-after') as [HeldJobs, HeldJobs, HeldJobs, HeldJobs, HeldJobs];
      await run('el-order', listening(service('task', 'el-work', { inputs: [['=1', 'input']] }), ['start', 'el-first'], ['end', 'el-last'], ['start', 'el-second'])
        + service('after', 'el-after') + path('start', 'task', 'after'), { root: 1 });
      const one = await first.next();
      assert.deepEqual([one.job.variables, one.job.retries, one.job.elementId], [{ input: 1, root: 1 }, 3, 'task']);
      one.answer(completed({ local: 2, root: 2 }));
      (await second.next()).answer(completed());
      const job = await work.next();
      assert.deepEqual(job.job.variables, { input: 1, local: 2, root: 2 });
      job.answer(completed({ work: 3 }));
      const end = await last.next();
      assert.deepEqual(end.job.variables, { input: 1, local: 2, root: 2, work: 3 });
      end.answer(completed({ end: 4 }));
      assert.deepEqual((await afterwards.next()).job.variables, { root: 1, work: 3, end: 4 });
    });

    test('of a process: before its start event, and after all is done', async () => {
      const [begin, finish] = workers('el-begin', 'el-finish') as [HeldJobs, HeldJobs];
      const key = await run('el-process', user('task') + path('start', 'task'), { a: 1 }, tag('bpmn:extensionElements', {}, listenersTag([['start', 'el-begin'], ['end', 'el-finish']])));
      assert.deepEqual(entered(key), []);
      (await begin.next()).answer(completed({ b: 2 }));
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await harness.engine.completeUserTask(task.taskKey);
      const last = await finish.next();
      assert.deepEqual([last.job.variables, ended(key)], [{ a: 1, b: 2 }, []]);
      last.answer(completed());
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
    });

    test('of a called process: the caller goes on after them, with what they bring', async () => {
      const [finish, afterwards] = workers('el-called-end', 'el-called-after') as [HeldJobs, HeldJobs];
      await deploy('el-called', plain('task') + path('start', 'task'), tag('bpmn:extensionElements', {}, listenersTag([['end', 'el-called-end']])));
      await run('el-caller', call('call', 'el-called') + service('after', 'el-called-after') + path('start', 'call', 'after'));
      (await finish.next()).answer(completed({ late: true }));
      assert.deepEqual((await afterwards.next()).job.variables, { late: true });
    });

    test('of gateways, events and subprocesses', async () => {
      const types = ['el-gateway', 'el-sub-start', 'el-inner', 'el-sub-end', 'el-end-start', 'el-end-end'];
      const held = workers(...types);
      const key = await run('el-places', listening(exclusive('which', 'which_sub'), ['start', 'el-gateway'])
        + listening(subProcess('sub', listening(start('s'), ['end', 'el-inner']) + plain('deep') + path('s', 'deep')), ['start', 'el-sub-start'], ['end', 'el-sub-end'])
        + listening(end(), ['start', 'el-end-start'], ['end', 'el-end-end']) + path('start', 'which', 'sub', 'end') + flow('which', 'end', '=chosen'));
      const order: string[] = [];
      for (const jobs of held) {
        const { job, answer } = await jobs.next();
        order.push(job.elementId);
        answer(completed(job.elementId === 'which' ? { chosen: false } : undefined));
      }
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
      assert.deepEqual(order, ['which', 'sub', 's', 'sub', 'end', 'end']);
    });

    test('of a multi-instance activity: for each instance', async () => {
      const [begin] = workers('el-each') as [HeldJobs];
      const key = await run('el-multi', multi(listening(plain('each'), ['start', 'el-each']), { inputCollection: '=["a","b"]', inputElement: 'item' }) + path('start', 'each'));
      const jobs = [await begin.next(), await begin.next()];
      assert.deepEqual(jobs.map(({ job }) => job.variables['item']).sort(), ['a', 'b']);
      for (const { answer } of jobs) answer(completed());
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
    });

    test('one without retries left stops the element; resolved, it goes on there', async () => {
      const [begin] = workers('el-fails') as [HeldJobs];
      const key = await run('el-fails', listening(user('task'), ['start', 'el-fails', '1']) + path('start', 'task'));
      (await begin.next()).fail(new Error('no'));
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.deepEqual([incident.errorType, incident.elementId], ['EXECUTION_LISTENER_NO_RETRIES', 'task']);
      await harness.engine.updateJobRetries(incident.jobKey as string, 1);
      await harness.engine.resolveIncident(incident.incidentKey);
      await harness.settled();
      (await begin.next()).answer(completed());
      await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    });

    test('after an expression of the work has failed its start listeners come once more', async () => {
      const [first, second, work] = workers('el-anew', 'el-anew-too', 'el-typed') as [HeldJobs, HeldJobs, HeldJobs];
      const key = await run('el-again', listening(service('task', '=type'), ['start', 'el-anew'], ['start', 'el-anew-too']) + path('start', 'task'));
      for (const listener of [first, second]) (await listener.next()).answer(completed());
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      await harness.engine.setVariables(key, { type: 'el-typed' });
      await harness.engine.resolveIncident(incident.incidentKey);
      await harness.settled();
      for (const listener of [first, second]) (await listener.next()).answer(completed());
      (await work.next()).answer(completed());
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
    });

    test('after another failure of the work only the first start listener does', async () => {
      const [first, second] = workers('el-one', 'el-other') as [HeldJobs, HeldJobs];
      const key = await run('el-calls-later', listening(call('call', 'el-called-later'), ['start', 'el-one'], ['start', 'el-other']) + path('start', 'call'));
      for (const listener of [first, second]) (await listener.next()).answer(completed());
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(incident.errorType, 'CALLED_ELEMENT_ERROR');
      await deploy('el-called-later', user('ask') + path('start', 'ask'));
      await harness.engine.resolveIncident(incident.incidentKey);
      (await first.next()).answer(completed());
      await harness.events.waitFor('userTaskOpened', { processId: 'el-called-later' });
      assert.equal(second.held.length, 1);
    });

    test('an expression for its type that fails is an incident, and tried again', async () => {
      const [begin] = workers('el-late') as [HeldJobs];
      const key = await run('el-late', listening(user('task'), ['start', '=listener']) + path('start', 'task'));
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(incident.errorType, 'EXTRACT_VALUE_ERROR');
      await harness.engine.setVariables(key, { listener: 'el-late' });
      await harness.engine.resolveIncident(incident.incidentKey);
      await harness.settled();
      (await begin.next()).answer(completed());
      await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
    });

    test('it throws no business error', async () => {
      const [begin] = workers('el-throws') as [HeldJobs];
      const key = await run('el-throws', listening(user('task'), ['start', 'el-throws']) + boundaryError('caught', 'task', 'E') + user('repair') + path('start', 'task') + path('caught', 'repair'));
      (await begin.next()).answer({ kind: 'bpmnError', errorCode: 'E' });
      await begin.answersTaken();
      assert.deepEqual(entered(key), ['start', 'task']);
    });

    test('boundary events are armed after the start listeners and disarmed before the end listeners', async () => {
      const [begin, finish] = workers('el-armed', 'el-disarmed') as [HeldJobs, HeldJobs];
      const key = await run('el-timers', listening(user('task'), ['start', 'el-armed'], ['end', 'el-disarmed'])
        + boundaryTimer('late', 'task', 'timeDuration', 'PT10S', false) + user('remind') + path('start', 'task') + path('late', 'remind'));
      const first = await begin.next();
      await harness.advanceTime(20_000);
      first.answer(completed());
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await harness.engine.completeUserTask(task.taskKey);
      const last = await finish.next();
      await harness.advanceTime(20_000);
      last.answer(completed());
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
      assert.deepEqual(entered(key), ['start', 'task']);
    });

    test('cancel takes a listener\'s job away', async () => {
      const [begin] = workers('el-cancel') as [HeldJobs];
      const key = await run('el-cancel', listening(user('task'), ['start', 'el-cancel']) + path('start', 'task'));
      const { answer } = await begin.next();
      await harness.engine.cancelInstance(key);
      await harness.settled();
      answer(completed());
      await begin.answersTaken();
      assert.deepEqual(ended(key), ['terminated']);
    });

    const begin = user('task') + path('start', 'task');
    const refused: Record<string, [body: string, message: RegExp]> = {
      'at the start of a start event': [listening(start('second'), ['start', 'x']), /'second'.*start events/],
      'at the start of a boundary event': [listening(boundaryTimer('late', 'task', 'timeDuration', 'PT1H'), ['start', 'x']), /'late'.*boundary events/],
      'at the end of a gateway': [listening(exclusive('which'), ['end', 'x']), /'which'.*gateways/],
      'at the end of an error end event': [listening(end('fail', tag('bpmn:errorEventDefinition', { errorRef: 'error_E' })), ['end', 'x']), /'fail'.*error end events/],
      'twice the same': [listening(user('ask'), ['start', 'x'], ['start', 'x']), /'ask'.*more than one/],
      'of another event': [listening(user('ask'), ['cancel' as 'end', 'x']), /'ask'.*'cancel'/],
    };
    for (const [what, [body, message]] of Object.entries(refused)) {
      test(`refused: ${what}`, () => assert.rejects(deploy('el-refused', begin + body), { code: 'INVALID_ARGUMENT', message }));
    }
  });
}
