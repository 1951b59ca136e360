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
  readonly extensionElements?: { readonly values?: readonly { readonly $type: string; readonly candidateGroups?: string }[] };
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

function toStep(node: FlowNode): NextStep {
  const assignment = node.extensionElements?.values?.find((value) => value.$type === 'zeebe:AssignmentDefinition');
  return { elementId: node.id, name: node.name ?? node.id, groupExpression: assignment?.candidateGroups ?? null };
}

/**
 * What an outcome of a user task leads to, read off the model: the next user tasks or ends beyond gateways and service
 * tasks. It is a forecast for the reader; the engine decides.
 */
export async function readNextSteps(bpmnXml: string, elementId: string, outcome: string): Promise<NextStep[]> {
  const start = (await elementsOf(bpmnXml)).get(elementId);
  if (!start) return [];
  const steps = new Map<string, NextStep>();
  const seen = new Set<string>([elementId]);
  const queue = (start.outgoing ?? []).map((flow) => flow.targetRef);
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (node.$type === 'bpmn:UserTask' || node.$type === 'bpmn:EndEvent') {
      steps.set(node.id, toStep(node));
      continue;
    }
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    queue.push(...taken(node, outcome).map((flow) => flow.targetRef));
  }
  return [...steps.values()];
}

/** The name of a process as its model gives it. */
export async function readProcessName(bpmnXml: string, processId: string): Promise<string> {
  return (await elementsOf(bpmnXml)).get(processId)?.name ?? processId;
}

/** Ids of the processes that deploying a model would make startable. */
export async function readProcessIds(bpmnXml: string): Promise<string[]> {
  return [...(await elementsOf(bpmnXml)).values()].filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable).map(({ id }) => id);
}
