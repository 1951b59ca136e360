import { tag } from '@gbc/engine/behaviour';
import { eventKinds, eventXml, type Trigger } from './event-text.ts';
import type { BodyText } from './process-text.ts';
import { extensionElements, expressionXml, type RootElements } from './xml.ts';

interface Binding {
  readonly binding?: 'latest' | 'deployment' | 'versionTag';
  readonly versionTag?: string;
}

/** One of the first keys says what kind of element it is; the rest describes it. FEEL is written with its `=`. */
export interface ElementText extends Trigger, Binding {
  /** Job type; for `send` likewise. */
  readonly service?: string;
  readonly send?: string;
  readonly task?: true;
  readonly manual?: true;
  /** FEEL, its value goes to `result`. */
  readonly script?: string;
  /** Id of a decision, its value goes to `result`. */
  readonly rule?: string;
  /** Name of a message. */
  readonly receive?: string;
  readonly user?: 'native' | 'job';
  /** Id of a process. */
  readonly call?: string;
  readonly subprocess?: BodyText;
  readonly eventSubprocess?: BodyText;
  readonly gateway?: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased' | 'complex';
  readonly start?: true;
  readonly catch?: true;
  readonly throw?: true;
  readonly end?: true;
  /** The activity it is attached to. */
  readonly boundary?: string;
  /** Of a boundary event or the start of an event subprocess. Left out, it interrupts. */
  readonly interrupting?: boolean;

  readonly retries?: string;
  readonly result?: string;
  readonly input?: Readonly<Record<string, string>>;
  readonly output?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly listeners?: readonly { readonly on: string; readonly type: string; readonly retries?: string }[];
  readonly multi?: {
    readonly over: string;
    readonly element?: string;
    readonly collect?: string;
    readonly into?: string;
    readonly sequential?: boolean;
    readonly until?: string;
  };
  /** Of a call activity: `none` of the child's variables come back, or its own see `none` of the parent's. */
  readonly childVariables?: boolean;
  readonly parentVariables?: boolean;
  /** Of a user task. */
  readonly assignee?: string;
  readonly candidateGroups?: string;
  readonly candidateUsers?: string;
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: string;
  readonly form?: string;
  readonly externalForm?: string;
  readonly formKey?: string;
}

export interface Around {
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
