import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reported, userTask } from '../../testing/process-xml.ts';

function calls(binding: string): string {
  return `${userTask('form', `<zeebe:userTask /><zeebe:formDefinition formId="street-review" ${binding} />`)}
    <bpmn:businessRuleTask id="decision"><bpmn:extensionElements><zeebe:calledDecision decisionId="payout-limit" resultVariable="limit" ${binding} /></bpmn:extensionElements></bpmn:businessRuleTask>
    <bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="supplementary-material" ${binding} /></bpmn:extensionElements></bpmn:callActivity>`;
}

test('forms, decisions and called processes must be bound to the deployment', async () => {
  assert.deepEqual(await reported('binding-deployment', calls('')), ['form', 'decision', 'call']);
  assert.deepEqual(await reported('binding-deployment', calls('bindingType="versionTag" versionTag="1"')), ['form', 'decision', 'call']);
  assert.deepEqual(await reported('binding-deployment', calls('bindingType="deployment"')), []);
});

test('a start form is a call like any other', async () => {
  const start = '<bpmn:startEvent id="start"><bpmn:extensionElements><zeebe:formDefinition formId="street-application" /></bpmn:extensionElements></bpmn:startEvent>';
  assert.deepEqual(await reported('binding-deployment', start), ['start']);
});
