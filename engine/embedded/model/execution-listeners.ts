import type { ElementReader } from './build-context.ts';
import { readHeaders, readRetries } from './extension-elements.ts';
import type { ExecutionListeners } from './process-model.ts';
import { child, children, text } from './xml-element.ts';

export const noListeners: ExecutionListeners = { startListeners: [], endListeners: [] };

function refuseMisplaced(reader: ElementReader, eventType: string): void {
  const { $type } = reader.element;
  const misplaced = (where: string) => reader.refuse(`execution listeners of type '${eventType}' are not supported by ${where}`);
  if (eventType === 'start' && ($type === 'bpmn:StartEvent' || $type === 'bpmn:BoundaryEvent')) throw misplaced($type === 'bpmn:StartEvent' ? 'start events' : 'boundary events');
  if (eventType !== 'end') return;
  if ($type.endsWith('Gateway')) throw misplaced('gateways');
  if ($type === 'bpmn:EndEvent' && children(reader.element, 'eventDefinitions').some((definition) => definition.$type === 'bpmn:ErrorEventDefinition')) throw misplaced('error end events');
}

/** Reads the execution listeners of an element. INVALID_ARGUMENT: one that can't be here, lacks a type, or is there twice. */
export function readListeners(reader: ElementReader): ExecutionListeners {
  const element = reader.extension('zeebe:ExecutionListeners');
  if (!element) return noListeners;
  const seen = new Set<string>();
  const read = children(element, 'listeners').map((listener) => {
    const eventType = text(listener, 'eventType') ?? '';
    if (eventType !== 'start' && eventType !== 'end') throw reader.refuse(`execution listeners of type '${eventType}' are not supported`);
    refuseMisplaced(reader, eventType);
    const type = reader.required(listener, 'type');
    const identity = `${eventType} ${text(listener, 'type')}`;
    if (seen.has(identity)) throw reader.refuse(`more than one execution listener of eventType '${eventType}' and type '${text(listener, 'type')}'`);
    seen.add(identity);
    if (child(listener, 'headers')) throw reader.refuse('headers of an execution listener are not supported');
    return { eventType, job: { type, retries: readRetries(reader, listener), headers: readHeaders(reader) } };
  });
  const of = (eventType: string) => read.filter((listener) => listener.eventType === eventType).map(({ job }) => job);
  return { startListeners: of('start'), endListeners: of('end') };
}
