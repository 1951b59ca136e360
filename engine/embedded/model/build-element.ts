import type { ElementReader } from './build-context.ts';
import { eventBuilders } from './build-event.ts';
import type { ScopeParts } from './check-scope.ts';
import type { Build, Common, NodeParts } from './element-parts.ts';
import { noListeners, readListeners } from './execution-listeners.ts';
import { readCalledDecision, readCalledElement, readJob, readLoop, readMappings, readScript, readUserTask } from './extension-elements.ts';
import type {
  BusinessRuleTask, Element, EventSubProcess, ExclusiveGateway, JobDefinition, MultiInstanceBody, StartEvent, SubProcess,
} from './process-model.ts';
import { child, text, type XmlElement } from './xml-element.ts';

const properties = 'zeebe:Properties';
const mapping = 'zeebe:IoMapping';
const userTaskExtensions = [
  'zeebe:UserTask', 'zeebe:AssignmentDefinition', 'zeebe:FormDefinition', 'zeebe:TaskSchedule', 'zeebe:PriorityDefinition', 'zeebe:TaskHeaders', mapping, properties,
];

function buildBusinessRuleTask(reader: ElementReader, common: Common): BusinessRuleTask {
  reader.allowExtensions(['zeebe:CalledDecision', 'zeebe:TaskDefinition', 'zeebe:TaskHeaders', mapping, properties]);
  const decision = readCalledDecision(reader);
  const job = readJob(reader);
  if (decision && job) throw reader.refuse('both zeebe:calledDecision and zeebe:taskDefinition');
  if (decision) return { ...common, type: 'businessRuleTask', call: { kind: 'decision', decision } };
  if (job) return { ...common, type: 'businessRuleTask', call: { kind: 'job', job } };
  throw reader.refuse('needs zeebe:calledDecision or zeebe:taskDefinition');
}

function buildSubProcess(reader: ElementReader, common: Common, { inside }: NodeParts): SubProcess | EventSubProcess {
  reader.allowExtensions([mapping, properties]);
  const { startEventId, triggeredStarts: [triggered], eventStarts } = inside as ScopeParts;
  if (reader.element.get('triggeredByEvent') !== true) return { ...common, type: 'subProcess', startEventId: startEventId as string, eventStarts };
  return { ...common, type: 'eventSubProcess', startEventId: (triggered as StartEvent).id, eventStarts };
}

function buildJob(reader: ElementReader): JobDefinition {
  reader.allowExtensions(['zeebe:TaskDefinition', 'zeebe:TaskHeaders', mapping, properties]);
  const job = readJob(reader);
  if (!job) throw reader.refuse('needs zeebe:taskDefinition');
  return job;
}

/** The default flow of a gateway that decides. */
function buildDefaultFlow(reader: ElementReader, common: Common): Pick<ExclusiveGateway, 'defaultFlow'> {
  reader.allowExtensions([properties]);
  const defaultId = child(reader.element, 'default')?.id;
  const defaultFlow = common.outgoing.find(({ id }) => id === defaultId) ?? null;
  if (defaultId && !defaultFlow) throw reader.refuse(`default flow '${defaultId}' does not leave here`);
  return { defaultFlow };
}

/** The body around an activity that runs once for each item of a list. */
function buildMultiInstance(reader: ElementReader, common: Common, build: (inner: Common) => Element): MultiInstanceBody {
  const characteristics = child(reader.element, 'loopCharacteristics') as XmlElement;
  if (characteristics.$type !== 'bpmn:MultiInstanceLoopCharacteristics') throw reader.refuse(`${characteristics.$type} is not supported`);
  if (reader.element.get('triggeredByEvent') === true) throw reader.refuse('an event subprocess must not be multi-instance');
  const loop = readLoop(reader, characteristics);
  const outputs = loop.output ? [{ source: reader.parse(`=${loop.output.collection}`, 'outputCollection'), target: [loop.output.collection] }] : [];
  const inner = build({ ...common, incoming: [], outgoing: [], boundaryEvents: [] });
  return { ...common, ...noListeners, inputs: [], outputs, type: 'multiInstanceBody', loop, inner };
}

/** Zeebe takes mappings of a task that does nothing, and passes them over. */
const noMappings = { inputs: [], outputs: [] };

const builders: Readonly<Record<string, Build>> = {
  ...eventBuilders,
  'bpmn:ServiceTask'(reader, common) {
    return { ...common, type: 'serviceTask', job: buildJob(reader) };
  },
  'bpmn:SendTask'(reader, common) {
    return { ...common, type: 'sendTask', job: buildJob(reader) };
  },
  'bpmn:Task'(reader, common) {
    reader.allowExtensions([mapping, properties]);
    return { ...common, ...noMappings, type: 'task' };
  },
  'bpmn:ManualTask'(reader, common) {
    reader.allowExtensions([mapping, properties]);
    return { ...common, ...noMappings, type: 'manualTask' };
  },
  'bpmn:ScriptTask'(reader, common) {
    reader.allowExtensions(['zeebe:Script', 'zeebe:TaskDefinition', 'zeebe:TaskHeaders', mapping, properties]);
    return { ...common, type: 'scriptTask', script: readScript(reader) };
  },
  'bpmn:CallActivity'(reader, common) {
    reader.allowExtensions(['zeebe:CalledElement', mapping, properties]);
    return { ...common, type: 'callActivity', ...readCalledElement(reader) };
  },
  'bpmn:UserTask'(reader, common) {
    reader.allowExtensions(userTaskExtensions);
    return { ...common, type: 'userTask', task: readUserTask(reader) };
  },
  'bpmn:BusinessRuleTask': buildBusinessRuleTask,
  'bpmn:ExclusiveGateway'(reader, common) {
    return { ...common, type: 'exclusiveGateway', ...buildDefaultFlow(reader, common) };
  },
  'bpmn:InclusiveGateway'(reader, common) {
    return { ...common, type: 'inclusiveGateway', ...buildDefaultFlow(reader, common) };
  },
  'bpmn:ParallelGateway'(reader, common) {
    reader.allowExtensions([properties]);
    return { ...common, type: 'parallelGateway' };
  },
  'bpmn:SubProcess': buildSubProcess,
};

/** Builds one element. INVALID_ARGUMENT: its type, an extension or an attribute is not supported, or something is missing. */
export function buildElement(reader: ElementReader, parts: NodeParts): Element {
  const build = builders[reader.element.$type];
  if (!build) throw reader.refuse(`${reader.element.$type} is not supported`);
  if (reader.element.get('isForCompensation') === true) throw reader.refuse('compensation is not supported');
  const { scopeId, incoming, outgoing, boundaryEvents } = parts;
  const common: Common = {
    id: reader.id, name: text(reader.element, 'name') ?? reader.id, scopeId, incoming, outgoing, boundaryEvents, ...readMappings(reader), ...readListeners(reader),
  };
  if (!child(reader.element, 'loopCharacteristics')) return build(reader, common, parts);
  return buildMultiInstance(reader, common, (inner) => build(reader, inner, parts));
}
