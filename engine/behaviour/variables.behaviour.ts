import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Variables } from '../index.ts';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, path, service, start, subProcess, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Where variables live: inputs, outputs, propagation, limits. */
export function variablesBehaviour(open: OpenHarness): void {
  describe('variables', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    /** Runs `first` and then a job that shows what the process holds. */
    async function seenAfter(processId: string, first: string, variables: Variables, result: Variables | undefined): Promise<Variables> {
      const body = start() + first + service('show', `show-${processId}`) + path('start', 'first', 'show');
      await harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body))]);
      const jobs = new HeldJobs(harness, { type: `show-${processId}` });
      const { processInstanceKey } = await harness.engine.createInstance({ processId, variables });
      if (result) {
        const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
        await harness.engine.completeUserTask(task.taskKey, result);
      }
      const { job } = await jobs.next();
      await jobs.close();
      return job.variables;
    }

    test('without mappings a result goes to the process', async () => {
      assert.deepEqual(await seenAfter('plain', user('first'), { a: 1 }, { a: 2, b: 3 }), { a: 2, b: 3 });
    });

    test('an input makes a local variable, which shadows and dies with the element', async () => {
      const first = user('first', { inputs: [['=a + 1', 'a'], ['=a * 10', 'next']] });
      assert.deepEqual(await seenAfter('shadow', first, { a: 1 }, { a: 7 }), { a: 1 });
    });

    test('outputs alone leave the element; a path builds into the variable that is there', async () => {
      const first = user('first', { outputs: [['=x + 1', 'y'], ['=x', 'order.total']] });
      assert.deepEqual(await seenAfter('outputs', first, { order: { id: 'o1' } }, { x: 1 }), { order: { id: 'o1', total: 1 }, y: 2 });
    });

    test('a result is set in the nearest scope that has the name', async () => {
      const inner = start('innerStart') + user('task') + path('innerStart', 'task');
      const first = subProcess('first', inner, { inputs: [['="inner"', 'scoped']] });
      assert.deepEqual(await seenAfter('nearest', first, { outside: 0 }, { scoped: 'changed', outside: 1, fresh: 2 }), { outside: 1, fresh: 2 });
    });

    test('temporals enter variables as text, missing names as null', async () => {
      const first = user('first', { outputs: [['=date("2026-03-02") + duration("P1D")', 'due'], ['=missing', 'nothing'], ['=duration("PT90M")', 'span']] });
      assert.deepEqual(await seenAfter('temporal', first, {}, {}), { due: '2026-03-03', nothing: null, span: 'PT1H30M' });
    });

    test('setVariables works locally or where the name is', async () => {
      const body = start() + user('task', { inputs: [['=1', 'local']] }) + service('show', 'show-set') + path('start', 'task', 'show');
      await harness.engine.deploy([resource('set.bpmn', bpmn('set', body))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'set', variables: { root: 1 } });
      const { elementInstanceKey, task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      await harness.engine.setVariables(elementInstanceKey, { root: 'shadow', note: 'gone' }, { local: true });
      await harness.engine.setVariables(elementInstanceKey, { local: 2, added: 3 });
      await harness.engine.setVariables(processInstanceKey, { root: 4 });
      await assert.rejects(harness.engine.setVariables('1', { a: 1 }), { code: 'NOT_FOUND' });
      const jobs = new HeldJobs(harness, { type: 'show-set' });
      await harness.engine.completeUserTask(task.taskKey);
      const held = await jobs.next();
      assert.deepEqual(held.job.variables, { root: 4, added: 3 });
      await jobs.close();
      await assert.rejects(harness.engine.setVariables(elementInstanceKey, { a: 1 }), { code: 'NOT_FOUND' });
    });

    test('a job sees the variables it asks for and nothing else', async () => {
      const body = start() + service('work', 'fetch', { inputs: [['=a', 'copy']] }) + path('start', 'work');
      await harness.engine.deploy([resource('fetch.bpmn', bpmn('fetch', body))]);
      const jobs = new HeldJobs(harness, { type: 'fetch', fetchVariables: ['copy', 'missing'] });
      await harness.engine.createInstance({ processId: 'fetch', variables: { a: 1, b: 2 } });
      const held = await jobs.next();
      assert.deepEqual(held.job.variables, { copy: 1 });
      held.answer(completed());
      await jobs.close();
    });

    test('variables over 4 MiB, or that are no JSON object, are refused', async () => {
      await harness.engine.deploy([resource('limit.bpmn', bpmn('limit', start()))]);
      const create = (variables: Variables) => harness.engine.createInstance({ processId: 'limit', variables });
      await assert.rejects(create({ big: 'x'.repeat(4 * 1024 * 1024) }), { code: 'INVALID_ARGUMENT' });
      await assert.rejects(create([] as unknown as Variables), { code: 'INVALID_ARGUMENT' });
      await assert.rejects(create({ huge: 1n } as unknown as Variables), { code: 'INVALID_ARGUMENT' });
      await assert.rejects(create({ 'a\0b': 1 }), { code: 'INVALID_ARGUMENT' });
    });

    test('odd names and values come back as they were', async () => {
      const odd = { '__proto__x': 1, constructor: 'c', text: 'NUL \0, lone \ud800, emoji 🏗', deep: { list: [1, null, { a: true }] } };
      assert.deepEqual(await seenAfter('odd', user('first'), odd, {}), JSON.parse(JSON.stringify(odd)));
    });
  });
}
