import type { ElementReader } from './build-context.ts';
import { refuseTwins } from './check-triggers.ts';
import type { Element, EventSubProcess, ProcessElement, StartEvent, TriggeredStartEvent } from './process-model.ts';

export type ScopeType = 'process' | 'subProcess' | 'eventSubProcess';

/** What the elements inside a scope tell of it: where it begins, and the start events of the event subprocesses inside. */
export type ScopeParts = Pick<ProcessElement, 'startEventId' | 'triggeredStarts' | 'eventStarts'>;

const isTriggered = (event: StartEvent): event is TriggeredStartEvent => event.trigger !== null;

function checkStarts(reader: ElementReader, type: ScopeType, starts: readonly StartEvent[]): void {
  const untriggered = starts.filter(({ trigger }) => trigger === null).length;
  if (type === 'process' && (starts.length === 0 || untriggered > 1)) throw reader.refuse('needs a start event, and at most one without a trigger');
  if (type === 'subProcess' && (starts.length !== 1 || untriggered !== 1)) throw reader.refuse('needs exactly one none start event');
  if (type === 'eventSubProcess' && (starts.length !== 1 || untriggered !== 0)) throw reader.refuse('needs exactly one start event, with a trigger');
}

function checkEventStart(reader: ElementReader, { id, trigger, interrupting }: TriggeredStartEvent): void {
  if (trigger.kind === 'error' && !interrupting) throw reader.refuse(`start event '${id}' catches an error, so it must be interrupting`);
  if (trigger.kind === 'timer' && trigger.timer.kind === 'cycle' && interrupting) throw reader.refuse(`start event '${id}': an interrupting timer must not be a cycle`);
}

/** Checks the elements of one process or subprocess together. INVALID_ARGUMENT names what is wrong. */
export function checkScope(reader: ElementReader, type: ScopeType, inside: readonly Element[], elements: ReadonlyMap<string, Element>): ScopeParts {
  const starts = inside.filter((element) => element.type === 'startEvent');
  checkStarts(reader, type, starts);
  const triggeredStarts = starts.filter(isTriggered);
  if (type === 'eventSubProcess') triggeredStarts.forEach((start) => checkEventStart(reader, start));
  const ids = new Set(inside.map(({ id }) => id));
  const detached = inside.find((element) => element.type === 'boundaryEvent' && !ids.has(element.attachedToId));
  if (detached) throw reader.refuse(`boundary event '${detached.id}' is attached to something outside`);
  const eventSubProcesses = inside.filter((element): element is EventSubProcess => element.type === 'eventSubProcess');
  const eventStarts = eventSubProcesses.map(({ startEventId }) => elements.get(startEventId) as TriggeredStartEvent);
  refuseTwins(reader, triggeredStarts);
  refuseTwins(reader, eventStarts);
  return { startEventId: starts.find(({ trigger }) => trigger === null)?.id ?? null, triggeredStarts, eventStarts };
}
