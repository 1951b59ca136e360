import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Variables } from '../index.ts';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, exclusive, flow, path, plain, script, service, start, tag, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Tasks that need no job: scripts in FEEL, manual and undefined tasks; and those of other kinds that do. */
export function scriptBehaviour(open: OpenHarness): void {
  describe('scripts and plain tasks', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    /** Runs `body`, which ends in a job of the process's name, and answers the variables of that job. */
    async function variablesAfter(processId: string, body: string, variables: Variables = {}): Promise<Variables> {
      const jobs = new HeldJobs(harness, { type: processId });
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, start() + body + service('after', processId)))]);
      await harness.engine.createInstance({ processId, variables });
      return (await jobs.next()).job.variables;
    }

    test('the result is a variable of the process', async () => {
      assert.deepEqual(await variablesAfter('script', script('sum', '=a + b', 'total') + path('start', 'sum', 'after'), { a: 1, b: 2 }), { a: 1, b: 2, total: 3 });
    });

    test('with output mappings the result stays inside; inputs are seen', async () => {
      const body = script('sum', '=double + 1', 'total', { inputs: [['=a * 2', 'double']], outputs: [['=total * 10', 'mapped']] });
      assert.deepEqual(await variablesAfter('script-io', body + path('start', 'sum', 'after'), { a: 1 }), { a: 1, mapped: 30 });
    });

    test('a script that fails is an incident, tried again when it can work', async () => {
      const processId = 'script-fails';
      await harness.engine.deploy([resource('script-fails.bpmn', bpmn(processId, start() + script('check', '=assert(a, a != null)', 'checked') + user('after') + path('start', 'check', 'after')))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId });
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey });
      assert.deepEqual([incident.errorType, incident.elementId], ['EXTRACT_VALUE_ERROR', 'check']);
      await harness.engine.setVariables(processInstanceKey, { a: 1 });
      await harness.engine.resolveIncident(incident.incidentKey);
      await harness.settled();
      await harness.events.waitFor('userTaskOpened', { processInstanceKey });
    });

    test('script, send and business rule tasks with a job definition are jobs', async () => {
      for (const name of ['scriptTask', 'sendTask', 'businessRuleTask']) {
        const jobs = new HeldJobs(harness, { type: `job-${name}` });
        const work = tag(`bpmn:${name}`, { id: 'work' }, tag('bpmn:extensionElements', {}, tag('zeebe:taskDefinition', { type: `job-${name}` })));
        const variables = variablesAfter(`after-${name}`, work + path('start', 'work', 'after'));
        (await jobs.next()).answer(completed({ done: true }));
        assert.deepEqual(await variables, { done: true });
      }
    });

    test('undefined and manual tasks are passed, and their mappings passed over', async () => {
      const body = plain('one', 'task', { inputs: [['=a', 'local']], outputs: [['=local + 1', 'b']] }) + plain('two', 'manualTask') + path('start', 'one', 'two', 'after');
      assert.deepEqual(await variablesAfter('plain', body, { a: 1 }), { a: 1 });
    });

    test('two flows out of a task are a fork, whatever their conditions say', async () => {
      const processId = 'task-fork';
      await harness.engine.deploy([resource('task-fork.bpmn', bpmn(processId, start() + plain('task') + user('a') + user('b') + path('start', 'task', 'a') + flow('task', 'b', '=false')))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId });
      await harness.settled();
      assert.deepEqual(harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId).sort(), ['a', 'b']);
    });

    test('an exclusive gateway never takes a flow without condition among several, and its default only last', async () => {
      const body = exclusive('which', 'which_a') + user('a') + user('b') + user('c') + path('start', 'which', 'a') + flow('which', 'b') + flow('which', 'c', '=n = 1');
      const processId = 'bare-flow';
      await harness.engine.deploy([resource('bare-flow.bpmn', bpmn(processId, start() + body))]);
      for (const [n, elementId] of [[1, 'c'], [2, 'a']] as const) {
        const { processInstanceKey } = await harness.engine.createInstance({ processId, variables: { n } });
        assert.equal((await harness.events.waitFor('userTaskOpened', { processInstanceKey })).elementId, elementId);
      }
    });
  });
}
