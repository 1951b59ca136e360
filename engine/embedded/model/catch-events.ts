import type { BoundaryEvent, Element, IntermediateCatchEvent, ReceiveTask, TriggeredStartEvent } from './process-model.ts';

/** An element that something outside the flow can trigger. */
export type CatchEvent = BoundaryEvent | TriggeredStartEvent | IntermediateCatchEvent | ReceiveTask;

/**
 * What an instance of the element waits for, in the order in which it comes: the event subprocesses inside it, its boundary
 * events, the events after an event-based gateway, or, for an event that catches, itself.
 */
export function caughtBy(element: Element): readonly CatchEvent[] {
  switch (element.type) {
    case 'process':
    case 'subProcess':
    case 'eventSubProcess':
      return [...element.eventStarts, ...element.boundaryEvents];
    case 'eventBasedGateway':
      return element.events;
    case 'intermediateCatchEvent':
      return [element];
    case 'receiveTask':
      return [...element.boundaryEvents, element];
    default:
      return element.boundaryEvents;
  }
}

/** True for a process and whatever else tokens run inside of. */
export const isScope = (element: Element) => element.type === 'process' || element.type === 'subProcess' || element.type === 'eventSubProcess';

/** True where the event, once triggered, waits for nothing more: its host ends, or all else in its scope. */
export const isInterrupting = (event: CatchEvent) => (event.type === 'boundaryEvent' || event.type === 'startEvent' ? event.interrupting : true);
