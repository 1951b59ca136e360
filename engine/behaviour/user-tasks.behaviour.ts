import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { closeHarness, completed, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, end, form, path, start, tag, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** User tasks of both kinds: what they say of themselves, forms, completion. */
export function userTasksBehaviour(open: OpenHarness): void {
  describe('user tasks', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    const body = (extra: string, native = true) => start() + user('task', { extra, native }) + end() + path('start', 'task', 'end');
    const assignment = (values: Record<string, string>) => tag('zeebe:assignmentDefinition', values);

    test('a native task opens with its properties evaluated', async () => {
      const extra = assignment({ assignee: '=owner', candidateGroups: '=[officeId + "/specialist"]', candidateUsers: 'wang, li' })
        + tag('zeebe:taskSchedule', { dueDate: '=now() + duration("P2D")', followUpDate: '2026-03-03T08:00:00+08:00' })
        + tag('zeebe:priorityDefinition', { priority: '=if amountFen > 100 then 80 else 20' })
        + tag('zeebe:taskHeaders', {}, tag('zeebe:header', { key: 'tier', value: 'street' }));
      await harness.engine.deploy([resource('native.bpmn', bpmn('native', body(extra)))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'native', variables: { owner: 'zhang', officeId: 'beiwaitan', amountFen: 200 } });
      const event = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      assert.equal(event.elementType, 'userTask');
      const dueInMs = Number(event.task.dueDate) - event.at.getTime() - 2 * 86_400_000;
      assert.ok(Math.abs(dueInMs) < 5_000, `an engine apart has a clock of its own: ${dueInMs} ms`);
      assert.deepEqual({ ...event.task, taskKey: '', dueDate: null }, {
        taskKey: '', name: 'Ask task', assignee: 'zhang', candidateGroups: ['beiwaitan/specialist'], candidateUsers: ['wang', 'li'],
        dueDate: null, followUpDate: new Date('2026-03-03T00:00:00Z'), priority: 80, form: null, headers: { tier: 'street' },
      });
      await harness.engine.completeUserTask(event.task.taskKey, { outcome: 'approved' });
      const [closed] = harness.events.of('userTaskClosed', { processInstanceKey });
      assert.equal(closed?.taskKey, event.task.taskKey);
      assert.equal(closed?.outcome, 'completed');
      await harness.events.waitFor('instanceEnded', { processInstanceKey, outcome: 'completed' });
    });

    test('what the model leaves out has Zeebe\'s defaults', async () => {
      await harness.engine.deploy([resource('bare.bpmn', bpmn('bare', body('')))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'bare' });
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      assert.deepEqual({ ...task, taskKey: '' }, {
        taskKey: '', name: 'Ask task', assignee: null, candidateGroups: [], candidateUsers: [], dueDate: null, followUpDate: null, priority: 50, form: null, headers: {},
      });
    });

    test('an external form is named as it is evaluated', async () => {
      await harness.engine.deploy([resource('external.bpmn', bpmn('external', body(tag('zeebe:formDefinition', { externalReference: '="https://forms/" + which' }))))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'external', variables: { which: 'a' } });
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      assert.deepEqual([task.form, task.externalFormReference], [null, 'https://forms/a']);
    });

    test('only the first of two completions counts', async () => {
      await harness.engine.deploy([resource('twice.bpmn', bpmn('twice', body('')))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'twice' });
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      const results = await Promise.allSettled([harness.engine.completeUserTask(task.taskKey), harness.engine.completeUserTask(task.taskKey)]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      await assert.rejects(harness.engine.completeUserTask(task.taskKey), { code: 'NOT_FOUND' });
      await assert.rejects(harness.engine.completeUserTask('17'), { code: 'NOT_FOUND' });
      assert.equal(harness.events.of('userTaskClosed', { processInstanceKey }).length, 1);
    });

    test('a form bound to its deployment stays, one bound to the latest follows', async () => {
      const bound = (bindingType: string) => tag('zeebe:formDefinition', { formId: 'bound-form', bindingType });
      const deployment = await harness.engine.deploy([
        resource('fixed.bpmn', bpmn('fixed', body(bound('deployment')))),
        resource('newest.bpmn', bpmn('newest', body(bound('latest')))),
        resource('bound.form', form('bound-form', 'one')),
      ]);
      const second = await harness.engine.deploy([resource('bound.form', form('bound-form', 'two'))]);
      assert.deepEqual([deployment.forms[0]?.version, second.forms[0]?.version], [1, 2]);
      const formOf = async (processId: string) => {
        const { processInstanceKey } = await harness.engine.createInstance({ processId });
        return (await harness.events.waitFor('userTaskOpened', { processInstanceKey })).task.form;
      };
      assert.deepEqual(await formOf('fixed'), { formId: 'bound-form', formKey: deployment.forms[0]?.formKey });
      assert.deepEqual(await formOf('newest'), { formId: 'bound-form', formKey: second.forms[0]?.formKey });
    });

    test('a form that is missing is an incident, which the form\'s deployment clears up', async () => {
      await harness.engine.deploy([resource('missing.bpmn', bpmn('missing', body(tag('zeebe:formDefinition', { formId: 'late-form' }))))]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'missing' });
      const raised = await harness.events.waitFor('incidentRaised', { processInstanceKey });
      assert.equal(raised.errorType, 'FORM_NOT_FOUND');
      const { forms } = await harness.engine.deploy([resource('late.form', form('late-form'))]);
      await harness.engine.resolveIncident(raised.incidentKey);
      await harness.settled();
      const { task, elementInstanceKey } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      assert.equal(task.form?.formKey, forms[0]?.formKey);
      assert.equal(elementInstanceKey, raised.elementInstanceKey, 'the same element instance goes on');
    });

    test('a job-based task is a job with headers', async () => {
      const extra = assignment({ assignee: 'zhang', candidateGroups: '=["a","b"]' }) + tag('zeebe:taskHeaders', {}, tag('zeebe:header', { key: 'tier', value: 'street' }));
      await harness.engine.deploy([resource('job-based.bpmn', bpmn('job-based', body(extra, false)))]);
      const jobs = new HeldJobs(harness, { type: 'io.camunda.zeebe:userTask' });
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'job-based' });
      const { job, answer } = await jobs.next();
      assert.deepEqual(job.headers, { tier: 'street', 'io.camunda.zeebe:assignee': 'zhang', 'io.camunda.zeebe:candidateGroups': '["a","b"]' });
      assert.equal(job.retries, 1);
      answer(completed({ outcome: 'approved' }));
      await harness.events.waitFor('instanceEnded', { processInstanceKey });
      await jobs.close();
    });
  });
}
