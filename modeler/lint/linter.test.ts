import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import recommended from 'bpmnlint/config/recommended.js';
import camundaCompat from 'bpmnlint-plugin-camunda-compat';
import fc from 'fast-check';
import { processXml } from '../testing/process-xml.ts';
import { lintModel } from './index.ts';
import { bpmnRules, camundaRules } from './third-party-rules.ts';

const streetApproval = await readFile(new URL('../../processes/street-approval/street-approval.bpmn', import.meta.url), 'utf8');

test('every recommended rule runs, but for the one we replace by the meaning of our engine', () => {
  assert.deepEqual([...Object.keys(bpmnRules), 'fake-join'].sort(), Object.keys(recommended.rules).sort());
});

test("every rule of Camunda's for 8.8 runs, but for agents, connectors and the one we made stricter", () => {
  const leftOut = ['agent-fromai-contract', 'agent-tool-documentation', 'agent-tool-output-key', 'bpmnlint/start-event-required', 'connector-properties', 'secrets', 'zeebe-user-task'];
  assert.deepEqual([...Object.keys(camundaRules), ...leftOut].sort(), Object.keys(camundaCompat.configs['camunda-cloud-8-8']?.rules ?? {}).sort());
});

test('the rules judge as an engine of 8.8 would: an inclusive gateway is discouraged, a complex one refused', async () => {
  const issues = await lintModel(processXml('<bpmn:inclusiveGateway id="inclusive" /><bpmn:complexGateway id="complex" />'));
  const of = (rule: string): unknown => issues.filter((issue) => issue.rule === rule).map(({ elementId, severity }) => [elementId, severity]);
  assert.deepEqual(of('bpmn/no-inclusive-gateway'), [['inclusive', 'warning']]);
  assert.deepEqual(of('camunda/element-type'), [['complex', 'error']]);
});

test('errors come first', async () => {
  const severities = (await lintModel(processXml('<bpmn:inclusiveGateway id="inclusive" /><bpmn:userTask id="task" />'))).map((issue) => issue.severity);
  assert.ok(severities.includes('warning'));
  assert.deepEqual(severities, severities.toSorted((a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b)));
});

test('an invalid FEEL expression is an error that names its element in Chinese and English', async () => {
  const issues = await lintModel(streetApproval.replace('=outcome = ', '=outcome = ('));
  assert.deepEqual(issues, [
    {
      rule: 'camunda/feel',
      severity: 'error',
      elementId: 'reviewOutcomeToPayout',
      message: { 'zh-CN': '条件表达式不是有效的 FEEL 表达式', en: 'Property <conditionExpression> is not a valid FEEL expression' },
    },
  ]);
});

test('what is wrong with broken models is said in Chinese', async () => {
  const broken = processXml(`
    <bpmn:userTask id="task" /><bpmn:complexGateway id="complex" /><bpmn:serviceTask id="service" />
    <bpmn:callActivity id="call" /><bpmn:businessRuleTask id="decision" /><bpmn:scriptTask id="script" />
    <bpmn:exclusiveGateway id="gateway" /><bpmn:sequenceFlow id="a" sourceRef="gateway" targetRef="task" /><bpmn:sequenceFlow id="b" sourceRef="gateway" targetRef="task" />
    <bpmn:boundaryEvent id="timer" attachedToRef="task"><bpmn:timerEventDefinition /></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="error" attachedToRef="task"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
    <bpmn:intermediateCatchEvent id="message"><bpmn:messageEventDefinition /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="signal"><bpmn:signalEventDefinition /></bpmn:intermediateCatchEvent>
    <bpmn:startEvent id="start" /><bpmn:startEvent id="second" />
    <bpmn:subProcess id="sub"><bpmn:task id="plain"><bpmn:standardLoopCharacteristics /></bpmn:task></bpmn:subProcess>`);
  const issues = await lintModel(broken);
  assert.ok(new Set(issues.map((issue) => issue.rule)).size > 15, `only ${[...new Set(issues.map((issue) => issue.rule))].join(', ')}`);
  const untranslated = issues.filter((issue) => !/\p{Script=Han}/u.test(issue.message['zh-CN']) || issue.message['zh-CN'].startsWith('不符合规则') || /\{|undefined|\[object/.test(issue.message['zh-CN']));
  assert.deepEqual(untranslated, []);
});

test('a text that is no model is one error, and a reference that leads nowhere another', async () => {
  for (const text of ['', 'no xml', '<a/>', '<?xml version="1.0"?><bpmn:definitions', '{}']) {
    const issues = await lintModel(text);
    assert.deepEqual(issues.map(({ rule, severity, elementId }) => [rule, severity, elementId]), [['gbc/readable', 'error', null]], text);
  }
  const dangling = await lintModel(processXml('<bpmn:sequenceFlow id="flow" sourceRef="nowhere" targetRef="elsewhere" />'));
  assert.equal(dangling.filter((issue) => issue.rule === 'gbc/readable').length, 2);
});

test('an external entity is not read', async () => {
  const issues = await lintModel(`<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]>${processXml('<bpmn:startEvent id="start" name="&secret;" />').replace(/^<\?xml.*\?>/, '')}`);
  assert.ok(!JSON.stringify(issues).includes('root:'));
});

test('no text makes it throw', async () => {
  const lines = streetApproval.split('\n');
  const mutation = fc.record({ from: fc.nat(lines.length - 1), count: fc.nat(12), put: fc.constantFrom('', '<bpmn:task id="x" />', '<zeebe:unknown a="=1" />', '<other:thing />', '</bpmn:process>') });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ from, count, put }) => {
      assert.ok(Array.isArray(await lintModel(lines.toSpliced(from, count, put).join('\n'))));
    }),
    { numRuns: 40, seed: 20261122 },
  );
});
