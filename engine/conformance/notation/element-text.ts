import { tag } from '@gbc/engine/behaviour';
import { eventKinds, eventXml } from './event-text.ts';
import type { BodyText, ElementText } from './notation.ts';
import { extensionElements, expressionXml, type RootElements } from './xml.ts';

interface Around {
  readonly roots: RootElements;
  readonly defaultFlow: string | undefined;
  /** What names the flows that lead to and from the element; some of Zeebe's checks look there. */
  readonly flowTags: string;
  readonly bodyXml: (body: BodyText, roots: RootElements) => string;
}

const text = (value: boolean | undefined) => (value === undefined ? undefined : String(value));

function multiXml({ multi }: ElementText): string {
  if (!multi) return '';
  const loop = tag('zeebe:loopCharacteristics', { inputCollection: multi.over, inputElement: multi.element, outputCollection: multi.into, outputElement: multi.collect });
  const until = multi.until === undefined ? '' : expressionXml('bpmn:completionCondition', multi.until);
  return tag('bpmn:multiInstanceLoopCharacteristics', { isSequential: text(multi.sequential) }, tag('bpmn:extensionElements', {}, loop) + until);
}

function userExtensions(element: ElementText): string {
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority, form, externalForm, formKey, binding, versionTag } = element;
  const given = (name: string, values: Record<string, string | undefined>) => (Object.values(values).some((value) => value !== undefined) ? tag(name, values) : '');
  return (element.user === 'native' ? tag('zeebe:userTask') : '')
    + given('zeebe:assignmentDefinition', { assignee, candidateGroups, candidateUsers })
    + given('zeebe:taskSchedule', { dueDate, followUpDate })
    + given('zeebe:priorityDefinition', { priority })
    + (form ?? externalForm ?? formKey ? tag('zeebe:formDefinition', { formId: form, externalReference: externalForm, formKey, bindingType: binding, versionTag }) : '');
}

const gatewayTags = { exclusive: 'exclusiveGateway', parallel: 'parallelGateway', inclusive: 'inclusiveGateway', eventBased: 'eventBasedGateway', complex: 'complexGateway' };

/** Each answers the tag's name, its attributes, its own extension elements and its body. */
const activities: readonly (readonly [kind: keyof ElementText, write: (element: ElementText, around: Around) => [name: string, values?: Record<string, string | undefined>, extensions?: string, body?: string]])[] = [
  ['service', ({ service, retries }) => ['serviceTask', {}, tag('zeebe:taskDefinition', { type: service, retries })]],
  ['send', ({ send, retries }) => ['sendTask', {}, tag('zeebe:taskDefinition', { type: send, retries })]],
  ['task', () => ['task']],
  ['manual', () => ['manualTask']],
  ['script', ({ script, result }) => ['scriptTask', {}, tag('zeebe:script', { expression: script, resultVariable: result })]],
  ['rule', ({ rule, result, binding, versionTag }) => ['businessRuleTask', {}, tag('zeebe:calledDecision', { decisionId: rule, resultVariable: result, bindingType: binding, versionTag })]],
  ['receive', ({ receive = '', key }, { roots }) => ['receiveTask', { messageRef: roots.message(receive, key ?? '="k"') }]],
  ['user', (element) => ['userTask', {}, userExtensions(element)]],
  ['call', ({ call, childVariables, parentVariables, binding, versionTag }) => ['callActivity', {}, tag('zeebe:calledElement', {
    processId: call, propagateAllChildVariables: text(childVariables), propagateAllParentVariables: text(parentVariables), bindingType: binding, versionTag,
  })]],
  ['subprocess', ({ subprocess = {} }, { roots, bodyXml }) => ['subProcess', {}, '', bodyXml(subprocess, roots)]],
  ['eventSubprocess', ({ eventSubprocess = {} }, { roots, bodyXml }) => ['subProcess', { triggeredByEvent: 'true' }, '', bodyXml(eventSubprocess, roots)]],
  ['gateway', ({ gateway = 'exclusive' }, { defaultFlow }) => [gatewayTags[gateway], { default: defaultFlow }]],
];

/** One element as BPMN, with what stands inside it. */
export function elementXml(id: string, element: ElementText, around: Around): string {
  const event = eventKinds.find((kind) => kind in element);
  if (event) return eventXml(id, event, element, around);
  const [kind, write] = activities.find(([name]) => name in element) ?? [];
  if (!kind || !write) throw new Error(`${id}: nothing says what kind of element it is`);
  const [name, values = {}, extensions = '', body = ''] = write(element, around);
  const isGateway = kind === 'gateway';
  return tag(`bpmn:${name}`, { id, default: isGateway ? undefined : around.defaultFlow, ...values }, extensionElements(element, extensions) + around.flowTags + multiXml(element) + body);
}
