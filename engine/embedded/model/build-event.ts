import type { ElementReader } from './build-context.ts';
import type { Build, Common, NodeParts } from './element-parts.ts';
import { eventDefinition, readMessage, readThrow, readThrownCode, readTrigger, unsupportedDefinition } from './event-definition.ts';
import type {
  BoundaryEvent, EndEvent, EventBasedGateway, IntermediateCatchEvent, IntermediateThrowEvent, ReceiveTask, StartEvent,
} from './process-model.ts';
import { child, text, type XmlElement } from './xml-element.ts';

const properties = 'zeebe:Properties';
const mapping = 'zeebe:IoMapping';
const throwing = [mapping, properties, 'zeebe:TaskDefinition', 'zeebe:TaskHeaders'];

function buildStartEvent(reader: ElementReader, common: Common, { scopeType }: NodeParts): StartEvent {
  reader.allowExtensions([mapping, properties]);
  const definition = eventDefinition(reader);
  const interrupting = reader.element.get('isInterrupting') !== false;
  const base = { ...common, type: 'startEvent' as const, interrupting };
  if (!definition) return { ...base, trigger: null };
  if (scopeType === 'process') return { ...base, trigger: readTrigger(reader, definition, ['timer', 'message', 'signal'], { needsCorrelationKey: false }) };
  return { ...base, trigger: readTrigger(reader, definition, ['timer', 'message', 'signal', 'error', 'escalation']) };
}

function buildEndEvent(reader: ElementReader, common: Common): EndEvent {
  reader.allowExtensions(throwing);
  const definition = eventDefinition(reader);
  const thrown = readThrow(reader, definition);
  if (thrown) return { ...common, type: 'endEvent', result: thrown };
  if (definition?.$type === 'bpmn:TerminateEventDefinition') return { ...common, type: 'endEvent', result: { kind: 'terminate' } };
  if (definition?.$type !== 'bpmn:ErrorEventDefinition') throw unsupportedDefinition(reader, definition as XmlElement);
  return { ...common, type: 'endEvent', result: { kind: 'error', errorCode: readThrownCode(reader, definition, 'error') } };
}

function buildBoundaryEvent(reader: ElementReader, common: Common): BoundaryEvent {
  reader.allowExtensions([mapping, properties]);
  const attachedToId = child(reader.element, 'attachedToRef')?.id;
  if (!attachedToId) throw reader.refuse('not attached to anything');
  const definition = eventDefinition(reader);
  if (!definition) throw reader.refuse('a boundary event needs an event definition');
  const interrupting = reader.element.get('cancelActivity') !== false;
  const trigger = readTrigger(reader, definition, ['timer', 'message', 'signal', 'error', 'escalation']);
  return { ...common, type: 'boundaryEvent', attachedToId, interrupting, trigger };
}

function buildCatchEvent(reader: ElementReader, common: Common): IntermediateCatchEvent {
  reader.allowExtensions([mapping, properties]);
  const definition = eventDefinition(reader);
  if (!definition) throw reader.refuse('needs an event definition');
  if (definition.$type === 'bpmn:LinkEventDefinition') return { ...common, type: 'intermediateCatchEvent', trigger: { kind: 'link' } };
  return { ...common, type: 'intermediateCatchEvent', trigger: readTrigger(reader, definition, ['timer', 'message', 'signal']) };
}

function buildThrowEvent(reader: ElementReader, common: Common, { linkTargets }: NodeParts): IntermediateThrowEvent {
  reader.allowExtensions(throwing);
  const definition = eventDefinition(reader);
  const thrown = readThrow(reader, definition);
  if (thrown) return { ...common, type: 'intermediateThrowEvent', result: thrown };
  if (definition?.$type !== 'bpmn:LinkEventDefinition') throw unsupportedDefinition(reader, definition as XmlElement);
  const name = text(definition, 'name');
  if (!name) throw reader.refuse('a link needs a name');
  const targetId = linkTargets.get(name);
  if (!targetId) throw reader.refuse(`no catching link event '${name}' is in the same scope`);
  return { ...common, type: 'intermediateThrowEvent', result: { kind: 'link', targetId } };
}

function buildReceiveTask(reader: ElementReader, common: Common): ReceiveTask {
  reader.allowExtensions([mapping, properties]);
  if (reader.element.get('instantiate') === true) throw reader.refuse('a receive task that starts a process is not supported');
  return { ...common, type: 'receiveTask', trigger: { kind: 'message', message: readMessage(reader, reader.element) } };
}

function buildEventBasedGateway(reader: ElementReader, common: Common, { elements }: NodeParts): EventBasedGateway {
  reader.allowExtensions([properties]);
  if (reader.element.get('instantiate') === true) throw reader.refuse('a gateway that starts a process is not supported');
  const events = common.outgoing.map(({ targetId }) => {
    const target = elements.get(targetId);
    if (target?.type !== 'intermediateCatchEvent' || target.trigger.kind === 'link') {
      throw reader.refuse(`flows lead to catching timer, message and signal events only, not to '${targetId}'`);
    }
    if (target.incoming.length > 1) throw reader.refuse(`event '${targetId}' after it must have no other incoming flow`);
    return target;
  });
  return { ...common, type: 'eventBasedGateway', events };
}

/** Builders of the elements that catch or throw events. */
export const eventBuilders: Readonly<Record<string, Build>> = {
  'bpmn:StartEvent': buildStartEvent,
  'bpmn:EndEvent': buildEndEvent,
  'bpmn:BoundaryEvent': buildBoundaryEvent,
  'bpmn:IntermediateCatchEvent': buildCatchEvent,
  'bpmn:IntermediateThrowEvent': buildThrowEvent,
  'bpmn:ReceiveTask': buildReceiveTask,
  'bpmn:EventBasedGateway': buildEventBasedGateway,
};
