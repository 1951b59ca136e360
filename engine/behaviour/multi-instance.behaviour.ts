import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { JsonValue, Variables } from '../index.ts';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import {
  boundaryError, boundaryTimer, bpmn, call, end, errorEnd, exclusive, flow, type Loop, multi, parallel, path, plain, script, service, start, subProcess, user,
} from './model-text.ts';
import { test } from './suite-test.ts';

/** Activities that run once for each item of a list. */
export function multiInstanceBehaviour(open: OpenHarness): void {
  describe('multi-instance', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    /** Runs `body` after a start event `start`, its activity followed by the task `after`. */
    async function run(processId: string, body: string, variables: Variables): Promise<string> {
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, start() + body, ['E']))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey });
    const ended = (processInstanceKey: string) => harness.events.of('instanceEnded', { processInstanceKey }).map(({ outcome }) => outcome);
    const incidents = (processInstanceKey: string) => harness.events.of('incidentRaised', { processInstanceKey });
    const bodies = (processInstanceKey: string) => harness.events.of('elementLeft', { processInstanceKey, elementType: 'multiInstanceBody' }).map(({ outcome }) => outcome);
    async function done(processInstanceKey: string, nth: number, variables: Variables = {}): Promise<void> {
      await harness.engine.completeUserTask((opened(processInstanceKey)[nth - 1] as { task: { taskKey: string } }).task.taskKey, variables);
      await harness.settled();
    }
    /** What a job behind everything sees. */
    const probe = (type: string) => {
      const jobs = new HeldJobs(harness, { type });
      return async () => (await jobs.next()).job.variables;
    };
    const squares: Loop = { inputCollection: '=items', inputElement: 'item', outputCollection: 'results', outputElement: '=result' };

    test('in parallel: every item at once, with its own variables, and outputs in the order of the items', async () => {
      const work = new HeldJobs(harness, { type: 'mi-parallel' });
      const seen = probe('mi-parallel-after');
      const key = await run('mi-parallel', multi(service('work', 'mi-parallel'), squares) + service('after', 'mi-parallel-after') + path('start', 'work', 'after'), { items: ['a', 'b', 'c'] });
      const jobs = [await work.next(), await work.next(), await work.next()].sort((one, other) => Number(one.job.variables['loopCounter']) - Number(other.job.variables['loopCounter']));
      assert.deepEqual(jobs.map(({ job }) => [job.variables['item'], job.variables['loopCounter'], job.variables['result']]), [['a', 1, null], ['b', 2, null], ['c', 3, null]]);
      for (const { job, answer } of [...jobs].reverse()) {
        answer(completed({ result: `${job.variables['item']}!` }));
        await work.answersTaken();
      }
      assert.deepEqual(await seen(), { items: ['a', 'b', 'c'], results: ['a!', 'b!', 'c!'] });
      assert.deepEqual(bodies(key), ['completed']);
    });

    test('one after another: the next begins when one is done', async () => {
      const seen = probe('mi-sequential-after');
      const key = await run('mi-sequential', multi(user('ask'), { ...squares, sequential: true }) + service('after', 'mi-sequential-after') + path('start', 'ask', 'after'), { items: [1, 2] });
      assert.equal(opened(key).length, 1);
      await done(key, 1, { result: 10 });
      assert.equal(opened(key).length, 2);
      await done(key, 2, { result: 20 });
      assert.deepEqual(await seen(), { items: [1, 2], results: [10, 20] });
    });

    test('an empty list completes the body at once, with an empty output', async () => {
      for (const sequential of [false, true]) {
        const seen = probe(`mi-empty-${sequential}`);
        await run(`mi-empty-${sequential}`, multi(user('ask'), { ...squares, sequential }) + service('after', `mi-empty-${sequential}`) + path('start', 'ask', 'after'), { items: [] });
        assert.deepEqual(await seen(), { items: [], results: [] });
      }
    });

    test('an output element that is the item or the loop counter needs no variable of its own', async () => {
      const seen = probe('mi-echo');
      await run('mi-echo', multi(plain('pass'), { inputCollection: '=items', inputElement: 'item', outputCollection: 'echo', outputElement: '=item' })
        + multi(plain('count'), { inputCollection: '=items', outputCollection: 'counts', outputElement: '=loopCounter' })
        + service('after', 'mi-echo') + path('start', 'pass', 'count', 'after'), { items: ['x', 'y'] });
      assert.deepEqual(await seen(), { items: ['x', 'y'], echo: ['x', 'y'], counts: [1, 2] });
    });

    test('a variable that is set inside and is no output goes to the process', async () => {
      const seen = probe('mi-outside');
      await run('mi-outside', multi(script('work', '=item * 2', 'last'), { inputCollection: '=items', inputElement: 'item', sequential: true }) + service('after', 'mi-outside') + path('start', 'work', 'after'), { items: [1, 2] });
      assert.deepEqual(await seen(), { items: [1, 2], last: 4 });
    });

    test('something that is no list is an incident, and goes on when it is one', async () => {
      const key = await run('mi-no-list', multi(user('ask'), { inputCollection: '=items' }) + path('start', 'ask'), { items: 'three' });
      const [incident] = incidents(key);
      assert.deepEqual([incident?.errorType, incident?.elementId, incident?.elementType], ['EXTRACT_VALUE_ERROR', 'ask', 'multiInstanceBody']);
      await harness.engine.setVariables(key, { items: [1] });
      await harness.engine.resolveIncident(incident?.incidentKey as string);
      await harness.settled();
      assert.equal(opened(key).length, 1);
    });

    test('the items are those of the beginning, whatever becomes of the list', async () => {
      const key = await run('mi-fixed', multi(user('ask'), { inputCollection: '=items', inputElement: 'item', sequential: true }) + path('start', 'ask'), { items: [1, 2] });
      await harness.engine.setVariables(key, { items: 'gone' });
      await done(key, 1);
      await done(key, 2);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('the completion condition ends the rest: it counts those done, active and all', async () => {
      const key = await run('mi-condition', multi(user('ask'), { inputCollection: '=[1,2,3,4]', completionCondition: '=numberOfCompletedInstances = 2 and numberOfActiveInstances = 2 and numberOfInstances = 4 and numberOfTerminatedInstances = 0' })
        + plain('after') + path('start', 'ask', 'after'), {});
      await done(key, 3);
      assert.deepEqual(bodies(key), []);
      await done(key, 1);
      assert.deepEqual(bodies(key), ['completed']);
      assert.deepEqual(harness.events.of('userTaskClosed', { processInstanceKey: key, outcome: 'cancelled' }).length, 2);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('the completion condition sees the variables of the instance that completes', async () => {
      const key = await run('mi-found', multi(user('ask'), { inputCollection: '=[1,2,3]', outputCollection: 'answers', outputElement: '=yes', completionCondition: '=yes', sequential: true }) + path('start', 'ask'), {});
      await done(key, 1, { yes: false });
      await done(key, 2, { yes: true });
      assert.equal(opened(key).length, 2);
      assert.deepEqual(ended(key), ['completed']);
    });

    test('a completion condition that is no boolean is an incident of that instance', async () => {
      const key = await run('mi-odd', multi(user('ask'), { inputCollection: '=[1]', completionCondition: '=enough' }) + path('start', 'ask'), {});
      await done(key, 1);
      const [incident] = incidents(key);
      assert.deepEqual([incident?.errorType, incident?.elementType], ['EXTRACT_VALUE_ERROR', 'userTask']);
      await harness.engine.setVariables(key, { enough: false });
      await harness.engine.resolveIncident(incident?.incidentKey as string);
      await harness.settled();
      assert.deepEqual(ended(key), ['completed']);
    });

    test('a boundary timer hangs on the body: it fires once and ends all', async () => {
      const key = await run('mi-timer', multi(user('ask'), { inputCollection: '=[1,2,3]' }) + boundaryTimer('late', 'ask', 'timeDuration', 'PT1H') + user('remind') + path('start', 'ask') + path('late', 'remind'), {});
      await harness.advanceTime(3_600_000);
      assert.deepEqual(opened(key).map(({ elementId }) => elementId), ['ask', 'ask', 'ask', 'remind']);
      assert.deepEqual(bodies(key), ['terminated']);
    });

    test('an error in one instance is caught at the body and ends the others', async () => {
      const inner = start('s') + user('ask') + exclusive('which', 'which_fail') + end('fine') + errorEnd('fail', 'E')
        + path('s', 'ask', 'which') + flow('which', 'fine', '=ok') + flow('which', 'fail');
      const key = await run('mi-error', multi(subProcess('sub', inner), { inputCollection: '=[1,2]' }) + boundaryError('caught', 'sub', 'E') + user('repair') + path('start', 'sub') + path('caught', 'repair'), { ok: false });
      await done(key, 2);
      assert.deepEqual(opened(key).map(({ elementId }) => elementId), ['ask', 'ask', 'repair']);
      assert.deepEqual(bodies(key), ['terminated']);
    });

    test('two tokens inside one instance both count', async () => {
      const inner = start('s') + parallel('fork') + user('a') + user('b') + path('s', 'fork', 'a') + flow('fork', 'b');
      const key = await run('mi-inner-fork', multi(subProcess('sub', inner), { inputCollection: '=[1]' }) + path('start', 'sub'), {});
      await done(key, 1);
      assert.deepEqual(bodies(key), []);
      await done(key, 2);
      assert.deepEqual([bodies(key), ended(key)], [['completed'], ['completed']]);
    });

    test('multi-instance inside multi-instance: each has its own counter and collects for its own', async () => {
      const seen = probe('mi-nested');
      const inner = start('s') + multi(script('cell', '=row * column', 'product'), {
        inputCollection: '=columns', inputElement: 'column', outputCollection: 'products', outputElement: '=product', sequential: true,
      }) + path('s', 'cell');
      await run('mi-nested', multi(subProcess('sub', inner), { inputCollection: '=rows', inputElement: 'row', outputCollection: 'table', outputElement: '=products' })
        + service('after', 'mi-nested') + path('start', 'sub', 'after'), { rows: [1, 2], columns: [3, 4, 5] });
      assert.deepEqual(await seen(), { rows: [1, 2], columns: [3, 4, 5], table: [[3, 4, 5], [6, 8, 10]] as JsonValue });
    });

    test('a multi-instance call activity hands each called process its item and collects what comes back', async () => {
      const seen = probe('mi-call');
      await harness.engine.deploy([resource('mi-called.bpmn', bpmn('mi-called', start() + script('double', '=item * 2', 'doubled') + path('start', 'double')))]);
      await run('mi-calls', multi(call('call', 'mi-called', { outputs: [['=doubled', 'result']] }), squares) + service('after', 'mi-call') + path('start', 'call', 'after'), { items: [1, 2, 3] });
      assert.deepEqual(await seen(), { items: [1, 2, 3], results: [2, 4, 6] });
    });

    test('cancel ends the body and all inside', async () => {
      const key = await run('mi-cancel', multi(user('ask'), { inputCollection: '=[1,2]' }) + path('start', 'ask'), {});
      await harness.engine.cancelInstance(key);
      await harness.settled();
      assert.deepEqual([bodies(key), ended(key)], [['terminated'], ['terminated']]);
    });
  });
}
