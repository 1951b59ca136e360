import { type BpmnElement, definesEvent, isAwaitedByGateway } from './bpmn-file.ts';

export type ListenerMoment = 'start' | 'end';

/** Job types of the listeners that the deployed copy has. */
export const listenerJobTypes = { started: 'gbc-process-started', entered: 'gbc-element-entered', left: 'gbc-element-left' } as const;

/** Job types of the listeners of a task that stays native. */
export const taskListenerJobTypes = { opening: 'gbc-task-opening', changing: 'gbc-task-changing' } as const;

/**
 * A call activity's listener leaves the key of its element instance in this variable, which the called process is started with: nothing
 * else tells it who called. It is believed only where that call is open.
 */
export const callVariable = 'gbcCall';

/**
 * At which moments Zeebe 8.8 takes an execution listener. What is refused is told by the moment that is left: a start or boundary
 * event, when it is left, has been entered; a gateway, or an end that throws, is left as soon as it is entered.
 */
export const listenerMatrix: Readonly<Record<string, readonly ListenerMoment[]>> = {
  process: ['start', 'end'],
  subProcess: ['start', 'end'],
  eventSubProcess: ['start', 'end'],
  callActivity: ['start', 'end'],
  task: ['start', 'end'],
  manualTask: ['start', 'end'],
  serviceTask: ['start', 'end'],
  sendTask: ['start', 'end'],
  receiveTask: ['start', 'end'],
  scriptTask: ['start', 'end'],
  businessRuleTask: ['start', 'end'],
  userTask: ['start', 'end'],
  startEvent: ['end'],
  boundaryEvent: ['end'],
  intermediateCatchEvent: ['start', 'end'],
  intermediateThrowEvent: ['start', 'end'],
  endEvent: ['start', 'end'],
  errorEndEvent: ['start'],
  exclusiveGateway: ['start'],
  parallelGateway: ['start'],
  inclusiveGateway: ['start'],
  eventBasedGateway: ['start'],
};

/** The row of the matrix that an element falls under. */
export function matrixRowOf(element: BpmnElement): string {
  if (element.$type === 'bpmn:SubProcess' && element.triggeredByEvent) return 'eventSubProcess';
  if (element.$type === 'bpmn:EndEvent' && definesEvent(element, 'bpmn:ErrorEventDefinition')) return 'errorEndEvent';
  const name = element.$type.replace(/^bpmn:/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Which steps the engine is made to tell. */
export type ListenerSet =
  | 'none'
  /** What routes money and people: ends of boundary events, starts of tasks, ends of those that decide or move money, starts and ends of processes. */
  | 'minimal'
  | 'full';

const deciding = new Set(['userTask', 'serviceTask', 'businessRuleTask']);
const tasks = /Task$|^task$|^callActivity$/;

function isWanted(set: ListenerSet, row: string, moment: ListenerMoment): boolean {
  if (set !== 'minimal') return set === 'full';
  if (row === 'process') return true;
  if (moment === 'start') return tasks.test(row);
  return row === 'boundaryEvent' || deciding.has(row);
}

/**
 * The moments at which an element is made to tell. An event that an event-based gateway waits for is entered as it happens: Zeebe takes a listener
 * at its start and never calls it.
 */
export function momentsOf(element: BpmnElement, set: ListenerSet): readonly ListenerMoment[] {
  const row = matrixRowOf(element);
  return (listenerMatrix[row] ?? []).filter((moment) => isWanted(set, row, moment) && !(moment === 'start' && isAwaitedByGateway(element)));
}
