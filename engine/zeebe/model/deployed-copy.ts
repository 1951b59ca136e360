import { jobBasedCopy } from '@gbc/engine';
import { type BpmnElement, executableProcesses, extensionOf, flowElements, moddle, readBpmn } from './bpmn-file.ts';
import { type ListenerMoment, listenerJobTypes, type ListenerSet, matrixRowOf, momentsOf, taskListenerJobTypes } from './listener-matrix.ts';
import { completeCopy } from './native-tasks.ts';

/** A step that can't be recorded holds its process until it can: it must not become an incident. */
const listenerRetries = '1000000';

const jobTypeOf = (row: string, moment: ListenerMoment) => {
  if (moment === 'end') return listenerJobTypes.left;
  return row === 'process' ? listenerJobTypes.started : listenerJobTypes.entered;
};

/** Ours is the first at the start and the last at the end: what the model's own listeners do lies between. */
function inject(element: BpmnElement, set: ListenerSet): void {
  const moments = momentsOf(element, set);
  if (moments.length === 0) return;
  const row = matrixRowOf(element);
  const values = element.extensionElements?.values ?? [];
  const own = extensionOf(element, 'zeebe:ExecutionListeners')?.listeners ?? [];
  const listener = (moment: ListenerMoment) => moddle.create('zeebe:ExecutionListener', { eventType: moment, type: jobTypeOf(row, moment), retries: listenerRetries });
  const [first, last] = (['start', 'end'] as const).map((moment) => moments.filter((it) => it === moment).map(listener)) as [object[], object[]];
  const listeners = moddle.create('zeebe:ExecutionListeners', { listeners: [...first, ...own, ...last] }) as (typeof values)[number];
  element.extensionElements = moddle.create('bpmn:ExtensionElements', {
    values: [...values.filter(({ $type }) => $type !== 'zeebe:ExecutionListeners'), listeners],
  }) as NonNullable<BpmnElement['extensionElements']>;
}

const elementsOf = (definitions: BpmnElement) => executableProcesses(definitions).flatMap((process) => [process, ...flowElements(process)]);

const taskListeners = [['creating', taskListenerJobTypes.opening], ['assigning', taskListenerJobTypes.changing], ['updating', taskListenerJobTypes.changing]] as const;

/** Ours are the last, so that they tell what the model's own have made of the task. */
function injectTaskListeners(task: BpmnElement): void {
  const values = task.extensionElements?.values ?? [];
  const own = extensionOf(task, 'zeebe:TaskListeners')?.listeners ?? [];
  const ours = taskListeners.map(([eventType, type]) => moddle.create('zeebe:TaskListener', { eventType, type, retries: listenerRetries }));
  const listeners = moddle.create('zeebe:TaskListeners', { listeners: [...own, ...ours] }) as (typeof values)[number];
  task.extensionElements = moddle.create('bpmn:ExtensionElements', {
    values: [...values.filter(({ $type }) => $type !== 'zeebe:TaskListeners'), listeners],
  }) as NonNullable<BpmnElement['extensionElements']>;
}

/** What a Zeebe whose REST interface can be reached is given: its tasks stay native, with listeners that tell of them. */
async function nativeCopy(xml: string, set: ListenerSet): Promise<string> {
  const copy = await readBpmn(xml);
  if (!copy) return xml;
  for (const element of elementsOf(copy)) {
    if (extensionOf(element, 'zeebe:UserTask')) injectTaskListeners(element);
    inject(element, set);
  }
  return (await moddle.toXML(copy)).xml;
}

/**
 * What a Zeebe is given for a model: execution listeners that tell each step, and, where it offers only gRPC, native user tasks made
 * job-based. A file that can't be read is given as it is, for the engine to refuse.
 */
export async function deployedCopy(xml: string, set: ListenerSet, { keepsNativeTasks = false } = {}): Promise<string> {
  if (keepsNativeTasks) return nativeCopy(xml, set);
  const [original, copy] = await Promise.all([readBpmn(xml), readBpmn(jobBasedCopy(xml))]);
  if (!original || !copy) return xml;
  const native = new Map(elementsOf(original).filter((element) => extensionOf(element, 'zeebe:UserTask')).map((element) => [element.id, element]));
  for (const element of elementsOf(copy)) {
    const task = native.get(element.id);
    if (task) completeCopy(task, element);
    inject(element, set);
  }
  return (await moddle.toXML(copy)).xml;
}
