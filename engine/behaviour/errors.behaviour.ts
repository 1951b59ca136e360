import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { boundaryError, bpmn, end, errorEnd, exclusive, flow, path, service, start, subProcess, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Business errors from jobs and end events, and who catches them; incidents of conditions and mappings. */
export function errorsBehaviour(open: OpenHarness): void {
  describe('errors and incidents', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    async function run(processId: string, body: string, variables = {}, errors: readonly string[] = ['REFUSED', 'OTHER']): Promise<string> {
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body, errors))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      await harness.settled();
      return processInstanceKey;
    }
    const opened = (processInstanceKey: string) => harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);
    async function throwFromJob(type: string, errorCode: string, variables = {}): Promise<HeldJobs> {
      const jobs = new HeldJobs(harness, { type });
      (await jobs.next()).answer({ kind: 'bpmnError', errorCode, message: 'no', variables });
      await jobs.answersTaken();
      return jobs;
    }

    test('a job\'s error is caught on its task by code, before a catch-all', async () => {
      const key = await run('by-code', start() + service('work', 'by-code') + boundaryError('any', 'work') + boundaryError('refused', 'work', 'REFUSED')
        + user('caught') + user('caughtAny') + path('start', 'work') + path('refused', 'caught') + path('any', 'caughtAny'));
      await (await throwFromJob('by-code', 'REFUSED')).close();
      assert.deepEqual(opened(key), ['caught']);
      assert.deepEqual(harness.events.of('elementLeft', { processInstanceKey: key, elementId: 'work' }).map(({ outcome }) => outcome), ['terminated']);
    });

    test('a catch-all takes any code; what the error brings stays with the event that catches it', async () => {
      const key = await run('catch-all', start() + service('work', 'catch-all') + boundaryError('any', 'work') + service('show', 'show-error') + path('start', 'work') + path('any', 'show'));
      await (await throwFromJob('catch-all', 'SOMETHING', { why: 'budget' })).close();
      const show = new HeldJobs(harness, { type: 'show-error' });
      assert.deepEqual((await show.next()).job.variables, {});
      await show.close();
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
    });

    test('output mappings of the catching event choose what gets out', async () => {
      await run('mapped-error', start() + service('work', 'mapped-error') + boundaryError('any', 'work', undefined, { outputs: [['=why', 'reason']] })
        + service('show', 'show-mapped') + path('start', 'work') + path('any', 'show'));
      await (await throwFromJob('mapped-error', 'X', { why: 'budget' })).close();
      const show = new HeldJobs(harness, { type: 'show-mapped' });
      assert.deepEqual((await show.next()).job.variables, { reason: 'budget' });
      await show.close();
    });

    test('an error goes outwards to the nearest scope that catches it', async () => {
      const innermost = start('s2') + errorEnd('fail', 'REFUSED') + path('s2', 'fail');
      const inner = start('s1') + subProcess('inner', innermost) + boundaryError('wrong', 'inner', 'OTHER') + user('beside') + path('s1', 'inner') + path('s1', 'beside') + path('wrong', 'beside');
      const key = await run('outwards', start() + subProcess('outer', inner) + boundaryError('right', 'outer', 'REFUSED') + user('caught') + path('start', 'outer') + path('right', 'caught'));
      assert.equal(opened(key).at(-1), 'caught');
      const left = harness.events.of('elementLeft', { processInstanceKey: key, outcome: 'terminated' }).map(({ elementId }) => elementId);
      assert.ok(left.includes('inner') && left.includes('outer') && left.includes('fail'), left.join());
    });

    test('an error from a job that nobody catches is an incident; resolved, the job is worked on again', async () => {
      const key = await run('uncaught', start() + service('work', 'uncaught') + boundaryError('other', 'work', 'OTHER') + end() + path('start', 'work', 'end'));
      const jobs = await throwFromJob('uncaught', 'REFUSED');
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'UNHANDLED_ERROR_EVENT');
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      (await jobs.next()).answer({ kind: 'completed' });
      await harness.events.waitFor('instanceEnded', { processInstanceKey: key });
      await jobs.close();
    });

    test('an error end that nobody catches is an incident at the end event', async () => {
      const key = await run('uncaught-end', start() + errorEnd('fail', 'REFUSED') + path('start', 'fail'));
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'UNHANDLED_ERROR_EVENT');
      assert.equal(raised.elementId, 'fail');
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      await harness.events.waitFor('incidentRaised', { processInstanceKey: key }, 2);
      await harness.engine.cancelInstance(key);
      await harness.settled();
      assert.equal(harness.events.of('incidentResolved', { processInstanceKey: key }).length, 2, 'an incident ends with its instance');
    });

    test('no condition holds: an incident at the gateway, tried again after the variable is set', async () => {
      const key = await run('stuck', start() + exclusive('which') + user('a') + user('b') + path('start', 'which') + flow('which', 'a', '=outcome = "a"') + flow('which', 'b', '=outcome = "b"'), { outcome: 'c' });
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'CONDITION_ERROR');
      assert.equal(raised.elementId, 'which');
      await harness.engine.setVariables(key, { outcome: 'b' });
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      assert.deepEqual(opened(key), ['b']);
      assert.equal(harness.events.of('elementEntered', { processInstanceKey: key, elementId: 'which' }).length, 1, 'the same element instance');
    });

    test('a condition that is no boolean is an incident', async () => {
      const key = await run('no-boolean', start() + exclusive('which', 'which_b') + user('a') + user('b') + path('start', 'which', 'b') + flow('which', 'a', '=amountFen > 5'), {});
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'EXTRACT_VALUE_ERROR');
      assert.match(raised.message, /amountFen > 5.*BOOLEAN.*NULL/);
    });

    test('an output mapping that fails stops the element after its work; the result is kept', async () => {
      const body = start() + user('task', { outputs: [['=assert(n, n > 0, "n must be positive")', 'checked'], ['=m', 'kept']] }) + service('show', 'show-kept') + path('start', 'task', 'show');
      const key = await run('mapping', body);
      const { task, elementInstanceKey } = await harness.events.waitFor('userTaskOpened', { processInstanceKey: key });
      await harness.engine.completeUserTask(task.taskKey, { n: -1, m: 'm' });
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'IO_MAPPING_ERROR');
      assert.match(raised.message, /n must be positive/);
      await harness.engine.setVariables(elementInstanceKey, { n: 1 });
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      const show = new HeldJobs(harness, { type: 'show-kept' });
      assert.deepEqual((await show.next()).job.variables, { checked: 1, kept: 'm' });
      await show.close();
    });

    test('an input mapping that fails stops the element before its work', async () => {
      const key = await run('bad-input', start() + user('task', { inputs: [['=assert(x, x != null)', 'y']] }) + path('start', 'task'));
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey: key });
      assert.equal(raised.errorType, 'IO_MAPPING_ERROR');
      assert.deepEqual(opened(key), []);
      await harness.engine.setVariables(key, { x: 1 });
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      assert.deepEqual(opened(key), ['task']);
    });
  });
}
