import type { ElementReader } from './build-context.ts';
import type { BoundaryEvent, Element } from './process-model.ts';

const activities = new Set<Element['type']>(['serviceTask', 'userTask', 'businessRuleTask', 'subProcess']);

function checkFlows(reader: ElementReader, element: Element): void {
  if ((element.type === 'startEvent' || element.type === 'boundaryEvent') && element.incoming.length > 0) throw reader.refuse('must not have incoming flows');
  if (element.type === 'endEvent' && element.outgoing.length > 0) throw reader.refuse('must not have outgoing flows');
  if (element.type === 'exclusiveGateway') {
    for (const flow of element.outgoing) {
      const isDefault = flow === element.defaultFlow;
      if (isDefault && flow.condition) throw reader.refuse(`default flow '${flow.id}' must not have a condition`);
      if (!isDefault && !flow.condition && element.outgoing.length > 1) throw reader.refuse(`flow '${flow.id}' needs a condition or must be the default`);
    }
    return;
  }
  const conditional = element.outgoing.find(({ condition }) => condition);
  if (conditional) throw reader.refuse(`flow '${conditional.id}' has a condition, which only an exclusive gateway reads`);
}

function checkBoundaryEvent(reader: ElementReader, event: BoundaryEvent): void {
  if (event.trigger.kind === 'error' && !event.interrupting) throw reader.refuse('an error boundary event must be interrupting');
  if (event.trigger.kind === 'timer' && event.trigger.timer.kind === 'cycle' && event.interrupting) throw reader.refuse('an interrupting timer must not be a cycle');
}

function checkAttached(reader: ElementReader, element: Element): void {
  if (element.boundaryEvents.length > 0 && !activities.has(element.type)) throw reader.refuse('boundary events belong on tasks and subprocesses');
  const codes = element.boundaryEvents.flatMap(({ trigger }) => (trigger.kind === 'error' ? [trigger.errorCode] : []));
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw reader.refuse(`more than one boundary event catches error '${twice ?? 'any'}'`);
}

/** Checks one element for itself. INVALID_ARGUMENT names it and the reason. */
export function checkElement(reader: ElementReader, element: Element): void {
  checkFlows(reader, element);
  checkAttached(reader, element);
  if (element.type === 'boundaryEvent') checkBoundaryEvent(reader, element);
}

/** Checks the elements of one process or subprocess together and answers the id of its start event. */
export function checkScope(reader: ElementReader, elements: readonly Element[]): string {
  const starts = elements.filter(({ type }) => type === 'startEvent');
  const [start] = starts;
  if (!start || starts.length > 1) throw reader.refuse('needs exactly one none start event');
  const ids = new Set(elements.map(({ id }) => id));
  const detached = elements.find((element) => element.type === 'boundaryEvent' && !ids.has(element.attachedToId));
  if (detached) throw reader.refuse(`boundary event '${detached.id}' is attached to something outside`);
  return start.id;
}
