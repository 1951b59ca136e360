import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Resource, Variables } from '../index.ts';
import { closeHarness, type Harness, HeldJobs, type OpenHarness, resource } from './harness.ts';
import { bpmn, dmn, form, path, rule, service, start, tag, user } from './model-text.ts';
import { test } from './suite-test.ts';

/** Which version of a decision or a form is meant; that of called processes is in the suite of call activities. */
export function bindingsBehaviour(open: OpenHarness): void {
  describe('bindings', () => {
    let harness: Harness;
    before(async () => void (harness = await open()));
    after(() => closeHarness(harness));

    const table = (result: number, versionTag?: string): Resource => {
      const text = dmn('bound-table', { inputs: [], outputs: ['n'], rules: [[String(result)]] });
      const tagged = `<extensionElements>${tag('zeebe:versionTag', { 'xmlns:zeebe': 'http://camunda.org/schema/zeebe/1.0', value: versionTag })}</extensionElements>`;
      return resource('bound.dmn', versionTag ? text.replace('<decisionTable', `${tagged}<decisionTable`) : text);
    };
    const taggedForm = (label: string, versionTag?: string): Resource =>
      resource('bound.form', JSON.stringify({ ...(JSON.parse(form('tagged-form', label)) as object), ...(versionTag ? { versionTag } : {}) }));

    const decides = (processId: string, options: Parameters<typeof rule>[2]): Resource =>
      resource(`${processId}.bpmn`, bpmn(processId, start() + rule('decide', 'bound-table', options) + service('after', processId) + path('start', 'decide', 'after')));
    async function decided(processId: string): Promise<Variables> {
      const jobs = new HeldJobs(harness, { type: processId });
      await harness.engine.createInstance({ processId });
      return (await jobs.next()).job.variables;
    }

    test('of a decision: the newest, that of the same deployment, the newest with a tag', async () => {
      await harness.engine.deploy([table(1, 'stable'), decides('by-deployment', { bindingType: 'deployment' }), decides('by-latest', {})]);
      await harness.engine.deploy([table(2, 'stable'), decides('by-tag', { bindingType: 'versionTag', versionTag: 'stable' })]);
      await harness.engine.deploy([table(3)]);
      assert.deepEqual([await decided('by-deployment'), await decided('by-latest'), await decided('by-tag')], [{ result: 1 }, { result: 3 }, { result: 2 }]);
    });

    test('of a decision by a tag that nothing has: an incident, until something has', async () => {
      await harness.engine.deploy([decides('by-lost-tag', { bindingType: 'versionTag', versionTag: 'lost' })]);
      const jobs = new HeldJobs(harness, { type: 'by-lost-tag' });
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'by-lost-tag' });
      const incident = await harness.events.waitFor('incidentRaised', { processInstanceKey });
      assert.deepEqual([incident.errorType, incident.elementId], ['CALLED_DECISION_ERROR', 'decide']);
      await harness.engine.deploy([table(9, 'lost')]);
      await harness.engine.resolveIncident(incident.incidentKey);
      await harness.settled();
      assert.deepEqual((await jobs.next()).job.variables, { result: 9 });
    });

    test('of a form: the newest with a tag, and none without', async () => {
      const asks = (processId: string, versionTag: string): Resource =>
        resource(`${processId}.bpmn`, bpmn(processId, start() + user('ask', { extra: tag('zeebe:formDefinition', { formId: 'tagged-form', bindingType: 'versionTag', versionTag }) }) + path('start', 'ask')));
      const { forms: [tagged] } = await harness.engine.deploy([taggedForm('One', 'v1'), asks('form-by-tag', 'v1'), asks('form-by-lost-tag', 'v9')]);
      await harness.engine.deploy([taggedForm('Two')]);
      const { processInstanceKey } = await harness.engine.createInstance({ processId: 'form-by-tag' });
      const { task } = await harness.events.waitFor('userTaskOpened', { processInstanceKey });
      assert.equal(task.form?.formKey, tagged?.formKey);
      const lost = await harness.engine.createInstance({ processId: 'form-by-lost-tag' });
      assert.equal((await harness.events.waitFor('incidentRaised', { processInstanceKey: lost.processInstanceKey })).errorType, 'FORM_NOT_FOUND');
    });

    test('the same content with another tag is a new version', async () => {
      const version = async (versionTag: string) => (await harness.engine.deploy([taggedForm('Same', versionTag)])).forms[0]?.version as number;
      const first = await version('a');
      assert.deepEqual([await version('a'), await version('b')], [first, first + 1]);
    });
  });
}
