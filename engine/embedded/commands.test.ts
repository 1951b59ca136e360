/** Commands beyond the port, as Zeebe's clients send them: start elsewhere, wait for a result, modify, delete. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Variables } from '@gbc/engine';
import {
  boundaryTimer, bpmn, call, closeHarness, completed, dmn, flow, form, HeldJobs, multi, parallel, path, resource, rule, script, service, start, subProcess, user,
} from '@gbc/engine/behaviour';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { type EmbeddedHarness, openHarness } from './testing/open-harness.ts';

let database: TestDatabase;
let harness: EmbeddedHarness;
before(async () => {
  database = await createTestDatabase();
  harness = await openHarness(database);
});
after(async () => {
  await closeHarness(harness);
  await database.drop();
});

const deploy = (processId: string, body: string) => harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body, ['E']))]);
async function create(processId: string, variables: Variables = {}, ...elementIds: string[]): Promise<string> {
  const { processInstanceKey } = await harness.engine.createInstance({ processId, variables, startInstructions: elementIds.map((elementId) => ({ elementId })) });
  await harness.settled();
  return processInstanceKey;
}
const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);
const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);
const entered = (processInstanceKey: string, elementId: string) => harness.events.of('elementEntered', { processInstanceKey, elementId }).map(({ elementInstanceKey }) => elementInstanceKey);
const left = (processInstanceKey: string) => harness.events.of('elementLeft', { processInstanceKey }).map(({ elementId, outcome }) => `${elementId} ${outcome}`);
async function done(processInstanceKey: string, elementId: string, variables: Variables = {}): Promise<void> {
  const task = harness.events.of('userTaskOpened', { processInstanceKey, elementId }).at(-1);
  await harness.engine.completeUserTask(task?.task.taskKey as string, variables);
  await harness.settled();
}
async function modify(modification: Parameters<EmbeddedHarness['engine']['modifyInstance']>[0]): Promise<void> {
  await harness.engine.modifyInstance(modification);
  await harness.settled();
}
const refused = (promise: Promise<unknown>, message: RegExp, code = 'INVALID_ARGUMENT') => assert.rejects(promise, { code, message });

describe('start instructions', () => {
  const inner = start('s') + user('first') + user('second') + path('s', 'first', 'second');
  const body = start() + user('before') + subProcess('outer', start('o') + subProcess('inner', inner) + path('o', 'inner')) + user('after') + path('start', 'before', 'outer', 'after');

  test('begin at any element, with the subprocesses around it, each active', async () => {
    await deploy('starts-inside', body);
    const key = await create('starts-inside', { a: 1 }, 'second');
    assert.deepEqual(harness.events.entered(key), ['outer', 'inner', 'second']);
    await done(key, 'second');
    assert.deepEqual(opened(key), ['second', 'after']);
  });

  test('several begin together, in the same new subprocess', async () => {
    const key = await create('starts-inside', {}, 'first', 'second', 'before');
    assert.deepEqual(harness.events.entered(key).sort(), ['before', 'first', 'inner', 'outer', 'second']);
  });

  test('a boundary event of the subprocess around is armed', async () => {
    await deploy('starts-armed', start() + subProcess('sub', start('s') + user('task') + path('s', 'task')) + boundaryTimer('late', 'sub', 'timeDuration', 'PT1H') + user('remind') + path('start', 'sub') + path('late', 'remind'));
    const key = await create('starts-armed', {}, 'task');
    await harness.advanceTime(3_600_000);
    assert.deepEqual(opened(key), ['task', 'remind']);
  });

  test('a multi-instance activity itself can be begun at, nothing inside one', async () => {
    await deploy('starts-multi', start() + multi(user('each'), { inputCollection: '=items' }) + multi(subProcess('sub', start('s') + user('deep') + path('s', 'deep')), { inputCollection: '=items' }) + path('start', 'each', 'sub'));
    assert.deepEqual(opened(await create('starts-multi', { items: [1, 2] }, 'each')), ['each', 'each']);
    await refused(create('starts-multi', {}, 'deep'), /'deep' is inside a multi-instance/);
  });

  test('refused: unknown elements, start and boundary events', async () => {
    await refused(create('starts-armed', {}, 'nowhere'), /no element found with id 'nowhere'/);
    await refused(create('starts-armed', {}, 'start'), /unsupported element type/);
    await refused(create('starts-armed', {}, 'late'), /unsupported element type/);
  });
});

describe('create with result', () => {
  test('answers with the variables at the end, also of an instance that ends at once', async () => {
    await deploy('result-at-once', start() + script('task', '=a + 1', 'b') + path('start', 'task'));
    const { variables, processId } = await harness.engine.createInstanceWithResult({ processId: 'result-at-once', variables: { a: 1 } });
    assert.deepEqual([processId, variables], ['result-at-once', { a: 1, b: 2 }]);
    const some = await harness.engine.createInstanceWithResult({ processId: 'result-at-once', variables: { a: 1 }, fetchVariables: ['b', 'c'] });
    assert.deepEqual(some.variables, { b: 2 });
  });

  test('waits for jobs', async () => {
    const jobs = new HeldJobs(harness, { type: 'result-work' });
    await deploy('result-later', start() + service('work', 'result-work') + path('start', 'work'));
    const result = harness.engine.createInstanceWithResult({ processId: 'result-later' });
    (await jobs.next()).answer(completed({ done: true }));
    assert.deepEqual((await result).variables, { done: true });
  });

  test('is refused when the instance is cancelled', async () => {
    await deploy('result-never', start() + user('task') + path('start', 'task'));
    const result = harness.engine.createInstanceWithResult({ processId: 'result-never' });
    const { processInstanceKey } = await harness.events.waitFor('userTaskOpened', { processId: 'result-never' });
    await Promise.all([refused(result, /terminated/, 'FAILED_PRECONDITION'), harness.engine.cancelInstance(processInstanceKey)]);
  });
});

describe('modify', () => {
  const inner = start('s') + user('a') + user('b') + path('s', 'a', 'b');
  const body = start() + user('before') + subProcess('sub', inner) + user('after') + path('start', 'before', 'sub', 'after');

  test('moves a token: starts at one element and ends another', async () => {
    await deploy('moves', body);
    const key = await create('moves');
    await modify({ processInstanceKey: key, activate: [{ elementId: 'after' }], terminate: [{ elementInstanceKey: entered(key, 'before')[0] as string }] });
    assert.deepEqual([opened(key), left(key)], [['before', 'after'], ['start completed', 'before terminated']]);
    await done(key, 'after');
    assert.deepEqual(ended(key), ['completed']);
  });

  test('starts inside a subprocess: in the one that runs, else in a new one', async () => {
    const key = await create('moves');
    await modify({ processInstanceKey: key, activate: [{ elementId: 'b' }] });
    assert.equal(entered(key, 'sub').length, 1);
    await modify({ processInstanceKey: key, activate: [{ elementId: 'a' }] });
    assert.equal(entered(key, 'sub').length, 1);
    assert.deepEqual(opened(key), ['before', 'b', 'a']);
  });

  test('which of two subprocesses is meant must be said; an ancestor above them makes a new one', async () => {
    const key = await create('moves');
    await modify({ processInstanceKey: key, activate: [{ elementId: 'a' }] });
    await modify({ processInstanceKey: key, activate: [{ elementId: 'a', ancestorElementInstanceKey: key }] });
    const subs = entered(key, 'sub');
    assert.equal(subs.length, 2);
    await refused(harness.engine.modifyInstance({ processInstanceKey: key, activate: [{ elementId: 'b' }] }), /more than one active instance: 'sub'/);
    await modify({ processInstanceKey: key, activate: [{ elementId: 'b', ancestorElementInstanceKey: subs[1] as string }] });
    assert.equal(entered(key, 'sub').length, 2);
  });

  test('variables go to the process, to a scope around, or to the element', async () => {
    const jobs = new HeldJobs(harness, { type: 'modify-vars' });
    await deploy('modify-vars', start() + user('before') + subProcess('sub', start('s') + service('work', 'modify-vars') + service('next', 'modify-vars') + path('s', 'work', 'next')) + service('after', 'modify-vars') + path('start', 'before', 'sub', 'after'));
    const key = await create('modify-vars');
    await modify({
      processInstanceKey: key,
      activate: [{ elementId: 'work', variableInstructions: [{ variables: { p: 1 } }, { scopeId: 'sub', variables: { s: 2 } }, { scopeId: 'work', variables: { w: 3 } }] }],
      terminate: [{ elementInstanceKey: entered(key, 'before')[0] as string }],
    });
    const seen: Variables[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { job, answer } = await jobs.next();
      seen.push(job.variables);
      answer(completed());
    }
    assert.deepEqual(seen, [{ p: 1, s: 2, w: 3 }, { p: 1, s: 2 }, { p: 1 }]);
  });

  test('a scope that is left empty ends too, up to the instance', async () => {
    const key = await create('moves');
    await done(key, 'before');
    await modify({ processInstanceKey: key, terminate: [{ elementInstanceKey: entered(key, 'a')[0] as string }] });
    assert.deepEqual(left(key).slice(-2), ['a terminated', 'sub terminated']);
    assert.deepEqual(ended(key), ['terminated']);
  });

  test('a called instance is not ended from below', async () => {
    await deploy('modify-called', start() + user('task') + path('start', 'task'));
    await deploy('modify-caller', start() + call('call', 'modify-called') + path('start', 'call'));
    const [child] = harness.events.of('instanceStarted', { parentProcessInstanceKey: await create('modify-caller') });
    const processInstanceKey = child?.processInstanceKey as string;
    const [task] = entered(processInstanceKey, 'task');
    await refused(harness.engine.modifyInstance({ processInstanceKey, terminate: [{ elementInstanceKey: task as string }] }), /created by a call activity/);
    await modify({ processInstanceKey, activate: [{ elementId: 'task' }], terminate: [{ elementInstanceKey: task as string }] });
    assert.equal(opened(processInstanceKey).length, 2);
  });

  test('one instance of a multi-instance activity can be ended; the body completes with the others', async () => {
    await deploy('modify-multi', start() + multi(user('each'), { inputCollection: '=[1,2,3]' }) + user('after') + path('start', 'each', 'after'));
    const key = await create('modify-multi');
    const tasks = harness.events.of('userTaskOpened', { processInstanceKey: key });
    await modify({ processInstanceKey: key, terminate: [{ elementInstanceKey: tasks[1]?.elementInstanceKey as string }] });
    for (const index of [0, 2]) await harness.engine.completeUserTask(tasks[index]?.task.taskKey as string);
    await harness.settled();
    assert.equal(opened(key).at(-1), 'after');
  });

  test('refused, and nothing is done: what is not there, can\'t be started, or contradicts itself', async () => {
    const key = await create('moves');
    await done(key, 'before');
    const [sub] = entered(key, 'sub');
    const attempt = (modification: Omit<Parameters<EmbeddedHarness['engine']['modifyInstance']>[0], 'processInstanceKey'>) => harness.engine.modifyInstance({ processInstanceKey: key, ...modification });
    await refused(harness.engine.modifyInstance({ processInstanceKey: '1' }), /no process instance found/, 'NOT_FOUND');
    await refused(attempt({ activate: [{ elementId: 'after' }, { elementId: 'nowhere' }] }), /could not be found: 'nowhere'/);
    await refused(attempt({ activate: [{ elementId: 'start' }] }), /type 'START_EVENT' is not supported/);
    await refused(attempt({ terminate: [{ elementInstanceKey: '1' }] }), /could not be found: '1'/);
    await refused(attempt({ activate: [{ elementId: 'after', variableInstructions: [{ scopeId: 'nowhere', variables: {} }] }] }), /scope element id that could not be found: 'nowhere'/);
    await refused(attempt({ activate: [{ elementId: 'after', variableInstructions: [{ scopeId: 'sub', variables: {} }] }] }), /doesn't belong to the activating element's flow scope/);
    await refused(attempt({ activate: [{ elementId: 'b', ancestorElementInstanceKey: '1' }] }), /does not exist, or is not in an active state: '1'/);
    await refused(attempt({ activate: [{ elementId: 'after', ancestorElementInstanceKey: sub as string }] }), /is not an ancestor of element 'after'/);
    await refused(attempt({ activate: [{ elementId: 'b', ancestorElementInstanceKey: await create('moves') }] }), /does not belong to the modified process instance/);
    await refused(attempt({ activate: [{ elementId: 'b' }], terminate: [{ elementInstanceKey: sub as string }] }), /requires flow scope instance/);
    assert.deepEqual(opened(key), ['before', 'a']);
  });
});

describe('delete', () => {
  test('of the newest version: the one before is the newest again, and its number is not given twice', async () => {
    const version = (task: string) => deploy('deleted', start() + user(task) + path('start', task)).then(({ processes: [process] }) => process);
    await version('one');
    const two = await version('two');
    await harness.engine.deleteResource(two?.processDefinitionKey as string);
    assert.deepEqual(opened(await create('deleted')), ['one']);
    await refused(harness.engine.createInstance({ processId: 'deleted', version: 2 }), /version '2'/, 'NOT_FOUND');
    assert.equal((await version('two'))?.version, 3);
    assert.throws(() => harness.engine.processXml(two?.processDefinitionKey as string), { code: 'NOT_FOUND' });
  });

  test('of a process with running instances is refused', async () => {
    const [process] = (await deploy('deleted-running', start() + user('task') + path('start', 'task'))).processes;
    const key = await create('deleted-running');
    const deletion = () => harness.engine.deleteResource(process?.processDefinitionKey as string);
    await refused(deletion(), /still running instances/, 'FAILED_PRECONDITION');
    await done(key, 'task');
    await deletion();
    await refused(create('deleted-running'), /none found/, 'NOT_FOUND');
    await refused(deletion(), /no resource found/, 'NOT_FOUND');
  });

  test('of decisions and forms', async () => {
    const table = (value: string) => dmn('deleted-table', { inputs: [], outputs: ['n'], rules: [[value]] });
    await harness.engine.deploy([resource('t.dmn', table('1')), resource('f.form', form('deleted-form'))]);
    const { decisions: [decision], forms: [formVersion] } = await harness.engine.deploy([resource('t.dmn', table('2')), resource('f.form', form('deleted-form', 'Other'))]);
    const evaluate = async () => (await harness.engine.evaluateDecision({ decisionId: 'deleted-table' }, {})).output;
    assert.equal(await evaluate(), 2);
    await refused(harness.engine.deleteResource(decision?.decisionKey as string), /no resource found/, 'NOT_FOUND');
    await harness.engine.deleteResource(decision?.decisionRequirementsKey as string);
    assert.equal(await evaluate(), 1);
    await harness.engine.deleteResource(formVersion?.formKey as string);
    assert.throws(() => harness.engine.formSchema(formVersion?.formKey as string), { code: 'NOT_FOUND' });
  });

  test('a timer start of the version before counts again', async () => {
    const version = (id: string, start: string) => harness.engine.deploy([resource(`${id}.bpmn`, bpmn('deleted-timer', start))]);
    const timerStart = start().replace('></bpmn:startEvent>', '><bpmn:timerEventDefinition><bpmn:timeDuration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>');
    await version('a', timerStart + user('task') + path('start', 'task'));
    const { processes: [second] } = await version('a', start() + user('task') + path('start', 'task'));
    await harness.engine.deleteResource(second?.processDefinitionKey as string);
    await harness.advanceTime(3_600_000);
    await harness.events.waitFor('userTaskOpened', { processId: 'deleted-timer', processVersion: 1 });
  });

  test('what is bound to a lost decision stops with an incident', async () => {
    const table = dmn('lost-table', { inputs: [], outputs: ['n'], rules: [['1']] });
    const { decisions: [decision] } = await harness.engine.deploy([resource('lost.dmn', table), resource('lost.bpmn', bpmn('lost', start() + parallel('fork') + rule('decide', 'lost-table') + path('start', 'fork') + flow('fork', 'decide')))]);
    await harness.engine.deleteResource(decision?.decisionRequirementsKey as string);
    const key = await create('lost');
    assert.equal(harness.events.of('incidentRaised', { processInstanceKey: key })[0]?.errorType, 'CALLED_DECISION_ERROR');
  });
});

describe('user tasks', () => {
  async function open(): Promise<{ taskKey: string; processInstanceKey: string }> {
    await deploy('asks', start() + user('task') + path('start', 'task'));
    const processInstanceKey = await create('asks');
    return { processInstanceKey, taskKey: harness.events.of('userTaskOpened', { processInstanceKey })[0]?.task.taskKey as string };
  }
  const changed = (processInstanceKey: string) => harness.events.of('userTaskChanged', { processInstanceKey }).map(({ task }) => task);

  test('are assigned and given back; a claim is refused while somebody else has the task', async () => {
    const { taskKey, processInstanceKey } = await open();
    await harness.engine.assignUserTask(taskKey, 'wang', { allowOverride: false });
    await harness.engine.assignUserTask(taskKey, 'wang', { allowOverride: false });
    await refused(harness.engine.assignUserTask(taskKey, 'li', { allowOverride: false }), /already been assigned/, 'FAILED_PRECONDITION');
    await refused(harness.engine.assignUserTask(taskKey, '', { allowOverride: false }), /assignee is empty/, 'FAILED_PRECONDITION');
    await harness.engine.assignUserTask(taskKey, 'li');
    await harness.engine.assignUserTask(taskKey, '');
    assert.deepEqual(changed(processInstanceKey).map(({ assignee }) => assignee), ['wang', 'wang', 'li', null]);
    await refused(harness.engine.assignUserTask('1', 'li'), /no such user task/, 'NOT_FOUND');
  });

  test('are changed in what is given, and only that', async () => {
    const { taskKey, processInstanceKey } = await open();
    const dueDate = new Date('2026-04-01T00:00:00Z');
    await harness.engine.updateUserTask(taskKey, { candidateGroups: ['beiwaitan/finance'], dueDate });
    await harness.engine.updateUserTask(taskKey, { priority: 90, dueDate: null });
    const [first, second] = changed(processInstanceKey);
    assert.deepEqual([first?.candidateGroups, first?.dueDate, first?.priority], [['beiwaitan/finance'], dueDate, 50]);
    assert.deepEqual([second?.candidateGroups, second?.dueDate, second?.priority], [['beiwaitan/finance'], null, 90]);
    await refused(harness.engine.updateUserTask(taskKey, { priority: 101 }), /between 0 and 100/);
    await harness.engine.completeUserTask(taskKey);
    await refused(harness.engine.updateUserTask(taskKey, { priority: 1 }), /no such user task/, 'NOT_FOUND');
  });
});
