import type { ElementReader } from './build-context.ts';
import { refuseTwins } from './check-triggers.ts';
import type { BoundaryEvent, Element } from './process-model.ts';

const activities = new Set<Element['type']>([
  'serviceTask', 'userTask', 'businessRuleTask', 'subProcess', 'receiveTask', 'task', 'manualTask', 'sendTask', 'scriptTask', 'callActivity', 'multiInstanceBody',
]);
/** Only what runs inside these can escalate. */
const escalating: ReadonlySet<string> = new Set(['subProcess', 'callActivity', 'multiInstanceBody']);

function checkFlows(reader: ElementReader, element: Element): void {
  if ((element.type === 'startEvent' || element.type === 'boundaryEvent') && element.incoming.length > 0) throw reader.refuse('must not have incoming flows');
  if (element.type === 'endEvent' && element.outgoing.length > 0) throw reader.refuse('must not have outgoing flows');
  if (element.type === 'eventSubProcess' && element.incoming.length + element.outgoing.length > 0) throw reader.refuse('an event subprocess has no flows');
}

function checkBoundaryEvent(reader: ElementReader, { trigger, interrupting }: BoundaryEvent): void {
  if (trigger.kind === 'error' && !interrupting) throw reader.refuse('an error boundary event must be interrupting');
  if (trigger.kind === 'timer' && trigger.timer.kind === 'cycle' && interrupting) throw reader.refuse('an interrupting timer must not be a cycle');
}

function checkAttached(reader: ElementReader, element: Element): void {
  const { type, boundaryEvents } = element;
  if (boundaryEvents.length > 0 && !activities.has(type)) throw reader.refuse('boundary events belong on tasks and subprocesses');
  const escalation = boundaryEvents.find(({ trigger }) => trigger.kind === 'escalation');
  if (escalation && !escalating.has(type)) throw reader.refuse(`'${escalation.id}' catches an escalation, which belongs on subprocesses and call activities`);
  const activity = element.type === 'multiInstanceBody' ? element.inner : element;
  refuseTwins(reader, activity.type === 'receiveTask' ? [activity, ...boundaryEvents] : boundaryEvents);
}

function checkEvent(reader: ElementReader, element: Element): void {
  if (element.type === 'boundaryEvent') checkBoundaryEvent(reader, element);
  if (element.type === 'intermediateCatchEvent' && element.trigger.kind === 'timer' && element.trigger.timer.kind === 'cycle') {
    throw reader.refuse('an intermediate timer must be a date or a duration');
  }
  if (element.type !== 'eventBasedGateway') return;
  if (element.events.length < 2) throw reader.refuse('an event-based gateway needs at least two outgoing flows');
  refuseTwins(reader, element.events);
}

/** Checks one element for itself. INVALID_ARGUMENT names it and the reason. */
export function checkElement(reader: ElementReader, element: Element): void {
  checkFlows(reader, element);
  checkAttached(reader, element);
  checkEvent(reader, element);
}
