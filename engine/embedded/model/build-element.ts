import type { ElementReader } from './build-context.ts';
import { readCalledDecision, readJob, readMappings, readTimer, readUserTask } from './extension-elements.ts';
import type { BoundaryEvent, BusinessRuleTask, Element, EndEvent, SequenceFlow } from './process-model.ts';
import { child, children, text, type XmlElement } from './xml-element.ts';

export interface NodeParts {
  readonly scopeId: string;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly boundaryEvents: readonly BoundaryEvent[];
  /** Of a subprocess. */
  readonly startEventId: string;
}

type Common = Omit<NodeParts, 'startEventId'> & Pick<Element, 'id' | 'name' | 'inputs' | 'outputs'>;

const properties = 'zeebe:Properties';
const mapping = 'zeebe:IoMapping';
const userTaskExtensions = [
  'zeebe:UserTask', 'zeebe:AssignmentDefinition', 'zeebe:FormDefinition', 'zeebe:TaskSchedule', 'zeebe:PriorityDefinition', 'zeebe:TaskHeaders', mapping, properties,
];

/** The one event definition of an event; null for a none event. */
function eventDefinition(reader: ElementReader): XmlElement | null {
  const definitions = [...children(reader.element, 'eventDefinitions'), ...children(reader.element, 'eventDefinitionRef')];
  if (definitions.length > 1) throw reader.refuse('more than one event definition');
  return definitions[0] ?? null;
}

const unsupported = (reader: ElementReader, definition: XmlElement) => reader.refuse(`${definition.$type} is not supported here`);

/** The code of the error that an event names; undefined where it names none. */
function errorCode(reader: ElementReader, definition: XmlElement): string | undefined {
  const error = child(definition, 'errorRef');
  if (!error) return undefined;
  const code = text(error, 'errorCode');
  if (!code) throw reader.refuse(`error '${error.id}' has no error code`);
  return code;
}

function buildEndEvent(reader: ElementReader, common: Common): EndEvent {
  reader.allowExtensions([mapping, properties]);
  const definition = eventDefinition(reader);
  if (!definition) return { ...common, type: 'endEvent', result: { kind: 'none' } };
  if (definition.$type === 'bpmn:TerminateEventDefinition') return { ...common, type: 'endEvent', result: { kind: 'terminate' } };
  if (definition.$type !== 'bpmn:ErrorEventDefinition') throw unsupported(reader, definition);
  const code = errorCode(reader, definition);
  if (!code) throw reader.refuse('an error end event needs an error');
  return { ...common, type: 'endEvent', result: { kind: 'error', errorCode: reader.parse(code, 'error code') } };
}

function buildBoundaryEvent(reader: ElementReader, common: Common): BoundaryEvent {
  reader.allowExtensions([mapping, properties]);
  const attachedTo = child(reader.element, 'attachedToRef')?.id;
  if (!attachedTo) throw reader.refuse('not attached to anything');
  const definition = eventDefinition(reader);
  if (!definition) throw reader.refuse('a boundary event needs an event definition');
  const interrupting = reader.element.get('cancelActivity') !== false;
  const base = { ...common, type: 'boundaryEvent' as const, attachedToId: attachedTo, interrupting };
  if (definition.$type === 'bpmn:TimerEventDefinition') return { ...base, trigger: { kind: 'timer', timer: readTimer(reader, definition) } };
  if (definition.$type !== 'bpmn:ErrorEventDefinition') throw unsupported(reader, definition);
  const code = errorCode(reader, definition) ?? null;
  if (code?.startsWith('=')) throw reader.refuse('an error is caught by a fixed code, not by an expression');
  return { ...base, trigger: { kind: 'error', errorCode: code } };
}

function buildBusinessRuleTask(reader: ElementReader, common: Common): BusinessRuleTask {
  reader.allowExtensions(['zeebe:CalledDecision', 'zeebe:TaskDefinition', 'zeebe:TaskHeaders', mapping, properties]);
  const decision = readCalledDecision(reader);
  const job = readJob(reader);
  if (decision && job) throw reader.refuse('both zeebe:calledDecision and zeebe:taskDefinition');
  if (decision) return { ...common, type: 'businessRuleTask', call: { kind: 'decision', decision } };
  if (job) return { ...common, type: 'businessRuleTask', call: { kind: 'job', job } };
  throw reader.refuse('needs zeebe:calledDecision or zeebe:taskDefinition');
}

type Build = (reader: ElementReader, common: Common, parts: NodeParts) => Element;

const builders: Readonly<Record<string, Build>> = {
  'bpmn:StartEvent'(reader, common) {
    reader.allowExtensions([mapping, properties]);
    const definition = eventDefinition(reader);
    if (definition) throw unsupported(reader, definition);
    return { ...common, type: 'startEvent' };
  },
  'bpmn:EndEvent': buildEndEvent,
  'bpmn:BoundaryEvent': buildBoundaryEvent,
  'bpmn:ServiceTask'(reader, common) {
    reader.allowExtensions(['zeebe:TaskDefinition', 'zeebe:TaskHeaders', mapping, properties]);
    const job = readJob(reader);
    if (!job) throw reader.refuse('needs zeebe:taskDefinition');
    return { ...common, type: 'serviceTask', job };
  },
  'bpmn:UserTask'(reader, common) {
    reader.allowExtensions(userTaskExtensions);
    return { ...common, type: 'userTask', task: readUserTask(reader) };
  },
  'bpmn:BusinessRuleTask': buildBusinessRuleTask,
  'bpmn:ExclusiveGateway'(reader, common) {
    reader.allowExtensions([properties]);
    const defaultId = child(reader.element, 'default')?.id;
    const defaultFlow = common.outgoing.find(({ id }) => id === defaultId) ?? null;
    if (defaultId && !defaultFlow) throw reader.refuse(`default flow '${defaultId}' does not leave here`);
    return { ...common, type: 'exclusiveGateway', defaultFlow };
  },
  'bpmn:ParallelGateway'(reader, common) {
    reader.allowExtensions([properties]);
    return { ...common, type: 'parallelGateway' };
  },
  'bpmn:SubProcess'(reader, common, { startEventId }) {
    reader.allowExtensions([mapping, properties]);
    if (reader.element.get('triggeredByEvent') === true) throw reader.refuse('event subprocesses are not supported');
    return { ...common, type: 'subProcess', startEventId };
  },
};

/** Builds one element. INVALID_ARGUMENT: its type, an extension or an attribute is not supported, or something is missing. */
export function buildElement(reader: ElementReader, parts: NodeParts): Element {
  const build = builders[reader.element.$type];
  if (!build) throw reader.refuse(`${reader.element.$type} is not supported`);
  if (child(reader.element, 'loopCharacteristics')) throw reader.refuse('loops and multi-instance are not supported');
  if (reader.element.get('isForCompensation') === true) throw reader.refuse('compensation is not supported');
  const { scopeId, incoming, outgoing, boundaryEvents } = parts;
  const common: Common = {
    id: reader.id, name: text(reader.element, 'name') ?? reader.id, scopeId, incoming, outgoing, boundaryEvents, ...readMappings(reader),
  };
  return build(reader, common, parts);
}
