import { priorityHeader } from '@gbc/engine';
import { type BpmnElement, definesEvent, elementTypeOf, executableProcesses, extensionOf, flowElements, readBpmn } from './bpmn-file.ts';
import { type ListenerMoment, type ListenerSet, matrixRowOf, momentsOf } from './listener-matrix.ts';

/** What the adapter has to know of an element to tell of it. */
export interface ElementFacts {
  readonly elementType: string;
  readonly name: string;
  /** Moments that the engine is made to tell. */
  readonly moments: readonly ListenerMoment[];
  /** Flows that are all taken when it is left. */
  readonly flowsTaken: readonly string[];
  /** Incoming flows of which not all need have been taken, by the gateway that chose. */
  readonly chosenFlows: readonly { readonly sequenceFlowId: string; readonly gatewayId: string }[];
  /** It chooses among its flows; at most one where `exclusive`. */
  readonly chooses: 'one' | 'some' | null;
  /** No listener tells that it is left: it is left as soon as it is entered, or, where it throws an error, never by itself. */
  readonly leavesAtOnce: boolean;
  /** When it is passed, other elements of its instance may have been terminated. */
  readonly interrupts: boolean;
  readonly formId: string | null;
  /** Its form is kept elsewhere. */
  readonly hasExternalForm: boolean;
  /** As written, of a job-based copy. */
  readonly priority: string | null;
}

export type ModelIndex = ReadonlyMap<string, ElementFacts>;

const choosing: Readonly<Record<string, ElementFacts['chooses']>> = { 'bpmn:ExclusiveGateway': 'one', 'bpmn:EventBasedGateway': 'one', 'bpmn:InclusiveGateway': 'some' };
const choiceOf = (element: BpmnElement) => choosing[element.$type] ?? null;

/** The flows around a node: files may leave them out of the node, the flows themselves say it. */
interface Flows {
  readonly into: (node: BpmnElement) => readonly BpmnElement[];
  readonly outOf: (node: BpmnElement) => readonly BpmnElement[];
}

function flowsOf(process: BpmnElement): Flows {
  const flows = [...flowElements(process)].filter(({ $type }) => $type === 'bpmn:SequenceFlow');
  const byTarget = Map.groupBy(flows, ({ targetRef }) => targetRef);
  const bySource = Map.groupBy(flows, ({ sourceRef }) => sourceRef);
  return { into: (node) => byTarget.get(node) ?? [], outOf: (node) => bySource.get(node) ?? [] };
}

function interrupts(element: BpmnElement): boolean {
  if (element.$type === 'bpmn:BoundaryEvent') return element.cancelActivity !== false;
  if (element.$type === 'bpmn:StartEvent') return element.$parent?.triggeredByEvent === true && element.isInterrupting !== false;
  if (element.$type === 'bpmn:EndEvent') return definesEvent(element, 'bpmn:TerminateEventDefinition');
  return element.$type === 'bpmn:SubProcess' || element.$type === 'bpmn:CallActivity';
}

function factsOf(element: BpmnElement, set: ListenerSet, { into, outOf }: Flows): ElementFacts {
  const choiceAt = (node: BpmnElement) => (outOf(node).length > 1 ? choiceOf(node) : null);
  const chooses = choiceAt(element);
  const form = extensionOf(element, 'zeebe:FormDefinition');
  const moments = momentsOf(element, set);
  return {
    elementType: elementTypeOf(element),
    name: element.name ?? element.id,
    moments,
    leavesAtOnce: !moments.includes('end') && matrixRowOf(element) !== 'errorEndEvent',
    flowsTaken: chooses ? [] : outOf(element).map(({ id }) => id),
    chosenFlows: into(element).flatMap(({ id, sourceRef }) => (sourceRef && choiceAt(sourceRef) ? [{ sequenceFlowId: id, gatewayId: sourceRef.id }] : [])),
    chooses,
    interrupts: interrupts(element),
    formId: form?.formId ?? null,
    hasExternalForm: form?.formKey !== undefined,
    priority: extensionOf(element, 'zeebe:TaskHeaders')?.values?.find(({ key }) => key === priorityHeader)?.value ?? null,
  };
}

/** The elements of a process by their ids, the process itself too. */
export async function indexModel(xml: string, processId: string, set: ListenerSet): Promise<ModelIndex> {
  const definitions = await readBpmn(xml);
  const process = definitions && executableProcesses(definitions).find(({ id }) => id === processId);
  if (!process) return new Map();
  const flows = flowsOf(process);
  return new Map([process, ...flowElements(process)].filter(({ $type }) => $type !== 'bpmn:SequenceFlow').map((element) => [element.id, factsOf(element, set, flows)]));
}
