import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** A user task or end event that an outcome leads to. `group` is the model's expression, e.g. `=[officeId + "/specialist"]`. */
export interface NextStep {
  readonly elementId: string;
  readonly name: string;
  readonly groupExpression: string | null;
}

interface FlowNode {
  readonly $type: string;
  readonly id: string;
  readonly name?: string;
  /** Of a process alone */
  readonly isExecutable?: boolean;
  readonly outgoing?: readonly { readonly targetRef: FlowNode; readonly conditionExpression?: { readonly body?: string } }[];
  readonly flowElements?: readonly FlowNode[];
  readonly attachedToRef?: FlowNode;
  readonly eventDefinitions?: readonly { readonly $type: string; readonly errorRef?: { readonly errorCode?: string } }[];
  readonly extensionElements?: { readonly values?: readonly { readonly $type: string; readonly candidateGroups?: string; readonly processId?: string }[] };
}

const cache = new Map<string, Promise<ReadonlyMap<string, FlowNode>>>();
const cacheSizeMax = 64;

async function parse(bpmnXml: string): Promise<ReadonlyMap<string, FlowNode>> {
  const moddle = new BpmnModdle({ zeebe });
  const { elementsById } = (await moddle.fromXML(bpmnXml)) as unknown as { elementsById: Record<string, FlowNode> };
  return new Map(Object.entries(elementsById));
}

function elementsOf(bpmnXml: string): Promise<ReadonlyMap<string, FlowNode>> {
  const known = cache.get(bpmnXml);
  if (known) return known;
  if (cache.size >= cacheSizeMax) cache.clear();
  const parsed = parse(bpmnXml);
  cache.set(bpmnXml, parsed);
  return parsed;
}

/** Flows that a gateway may take for an outcome: those whose condition names it, else those that don't ask for the outcome. */
function taken(node: FlowNode, outcome: string) {
  const flows = node.outgoing ?? [];
  const asking = flows.filter((flow) => /\boutcome\b/.test(flow.conditionExpression?.body ?? ''));
  const named = asking.filter((flow) => flow.conditionExpression?.body?.includes(`"${outcome}"`));
  return named.length > 0 ? named : flows.filter((flow) => !asking.includes(flow));
}

const extensionOf = (node: FlowNode, type: string) => node.extensionElements?.values?.find((value) => value.$type === type);

function toStep(node: FlowNode): NextStep {
  return { elementId: node.id, name: node.name ?? node.id, groupExpression: extensionOf(node, 'zeebe:AssignmentDefinition')?.candidateGroups ?? null };
}

const errorCodeOf = (node: FlowNode) => node.eventDefinitions?.find(({ $type }) => $type === 'bpmn:ErrorEventDefinition')?.errorRef?.errorCode;

/** A model that an instance runs by. */
export interface ModelFrame {
  readonly processId: string;
  readonly bpmnXml: string;
}

interface Place {
  readonly node: FlowNode;
  /** The model that the node is in, then those of its callers, innermost first. */
  readonly frames: readonly [ModelFrame, ...ModelFrame[]];
}

const beyond = (node: FlowNode | undefined, frames: Place['frames'], flows = node?.outgoing ?? []): Place[] => flows.map((flow) => ({ node: flow.targetRef, frames }));

/** Where a called process that ended leads: past its call activity, or out of the boundary event that catches its error. */
async function afterEnd({ node, frames: [called, caller, ...around] }: Place): Promise<Place[]> {
  if (!caller) return [];
  const elements = [...(await elementsOf(caller.bpmnXml)).values()];
  const call = elements.find((it) => extensionOf(it, 'zeebe:CalledElement')?.processId === called.processId);
  const code = errorCodeOf(node);
  const left = code === undefined ? call : elements.find((it) => it.attachedToRef === call && errorCodeOf(it) === code);
  return beyond(left, [caller, ...around]);
}

/** The start of a process that is called; past the call where its model isn't known. */
async function insideCall({ node, frames }: Place, modelOf: ModelOf): Promise<Place[]> {
  const processId = extensionOf(node, 'zeebe:CalledElement')?.processId ?? '';
  const bpmnXml = await modelOf(processId);
  if (!bpmnXml) return beyond(node, frames);
  const start = [...(await elementsOf(bpmnXml)).values()].find(({ $type }) => $type === 'bpmn:StartEvent');
  return start ? [{ node: start, frames: [{ processId, bpmnXml }, ...frames] }] : [];
}

/** The model of a process that may be called; undefined where it isn't known. */
export type ModelOf = (processId: string) => Promise<string | undefined>;

/**
 * What an outcome of a user task leads to, read off the models: the next user tasks or ends beyond gateways, service tasks, and
 * into and out of called processes. It is a forecast for the reader; the engine decides.
 * @param frames the task's own model, then those of its callers, innermost first
 */
export async function readNextSteps(frames: Place['frames'], elementId: string, outcome: string, modelOf: ModelOf): Promise<NextStep[]> {
  const steps = new Map<string, NextStep>();
  const seen = new Set<FlowNode>();
  const queue = beyond((await elementsOf(frames[0].bpmnXml)).get(elementId), frames);
  for (let place = queue.shift(); place; place = queue.shift()) {
    const { node } = place;
    const isEnd = node.$type === 'bpmn:EndEvent';
    if (node.$type === 'bpmn:UserTask' || (isEnd && place.frames.length === 1)) {
      steps.set(node.id, toStep(node));
      continue;
    }
    if (seen.has(node)) continue;
    seen.add(node);
    if (isEnd) queue.push(...(await afterEnd(place)));
    else if (node.$type === 'bpmn:CallActivity') queue.push(...(await insideCall(place, modelOf)));
    else queue.push(...beyond(node, place.frames, taken(node, outcome)));
  }
  return [...steps.values()];
}

/** Whether the gateway beyond a task has a branch for an outcome. */
export async function namesOutcome(bpmnXml: string, elementId: string, outcome: string): Promise<boolean> {
  const start = (await elementsOf(bpmnXml)).get(elementId);
  const beyond = (start?.outgoing ?? []).flatMap((flow) => flow.targetRef.outgoing ?? []);
  return beyond.some((flow) => flow.conditionExpression?.body?.includes(`"${outcome}"`));
}

/** The name of a process as its model gives it. */
export async function readProcessName(bpmnXml: string, processId: string): Promise<string> {
  return (await elementsOf(bpmnXml)).get(processId)?.name ?? processId;
}

/** The name that a model gives an element or its process; null where it has none of this id. */
export async function readElementName(bpmnXml: string, id: string): Promise<string | null> {
  return (await elementsOf(bpmnXml)).get(id)?.name ?? null;
}

/** Ids of the processes that deploying a model would make startable. */
export async function readProcessIds(bpmnXml: string): Promise<string[]> {
  return [...(await elementsOf(bpmnXml)).values()].filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable).map(({ id }) => id);
}
