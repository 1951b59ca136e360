import type { ElementPlace, ProcessEvent, ProcessPlace } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { callVariable } from '../model/listener-matrix.ts';
import type { ElementFacts, ModelIndex } from '../model/model-index.ts';
import type { OpenThing, OpenThings } from './open-things.ts';

/** What is known of the moment at which a job tells something. */
export interface Moment {
  readonly engineId: string;
  readonly at: Date;
  readonly model: ModelIndex;
}

type Where = Pick<OpenThing, 'processInstanceKey' | 'processDefinitionKey' | 'processId' | 'processVersion' | 'elementId' | 'elementInstanceKey'>;

const processPlace = ({ engineId, at }: Moment, it: Where): ProcessPlace => ({
  engineId, at, processInstanceKey: it.processInstanceKey, processDefinitionKey: it.processDefinitionKey, processId: it.processId, processVersion: it.processVersion,
});
const factsOf = ({ model }: Moment, { elementId }: Where): ElementFacts | undefined => model.get(elementId);
export const elementPlace = (moment: Moment, it: Where): ElementPlace => ({
  ...processPlace(moment, it), elementId: it.elementId, elementType: factsOf(moment, it)?.elementType ?? 'unspecified', elementInstanceKey: it.elementInstanceKey,
});

export const openThing = (kind: OpenThing['kind'], key: string, { engineId }: Moment, it: Where, retries = 0): OpenThing => ({
  kind, key, engineId, retries, processInstanceKey: it.processInstanceKey, processDefinitionKey: it.processDefinitionKey, processId: it.processId,
  processVersion: it.processVersion, elementId: it.elementId, elementInstanceKey: it.elementInstanceKey,
});

const flowTaken = (moment: Moment, it: Where, sequenceFlowId: string): ProcessEvent => ({ kind: 'sequenceFlowTaken', sequenceFlowId, ...processPlace(moment, it) });

/** Flows into an element that a gateway chose: no listener stands on a flow. */
function flowsChosen(open: OpenThings, moment: Moment, job: ActivatedJob, facts: ElementFacts): ProcessEvent[] {
  const isJoin = facts.elementType === 'parallelGateway' || facts.elementType === 'inclusiveGateway';
  const choices = open.of(job.processInstanceKey, 'choice');
  const taken: ProcessEvent[] = [];
  for (const { sequenceFlowId, gatewayId } of facts.chosenFlows) {
    const choice = choices.find(({ elementId }) => elementId === gatewayId);
    if (!choice || (taken.length > 0 && !isJoin)) continue;
    if (moment.model.get(gatewayId)?.chooses === 'one') open.remove(choice);
    taken.push(flowTaken(moment, job, sequenceFlowId));
  }
  return taken;
}

/** An element is left as it should be: with its task, and the flows out of it. */
function passed(open: OpenThings, moment: Moment, job: ActivatedJob, facts: ElementFacts): ProcessEvent[] {
  const place = elementPlace(moment, job);
  const closed = open.of(job.processInstanceKey, 'task').filter(({ elementInstanceKey }) => elementInstanceKey === job.elementInstanceKey);
  for (const task of closed) open.remove(task);
  for (const failure of open.of(job.processInstanceKey, 'failure')) if (failure.elementInstanceKey === job.elementInstanceKey) open.remove(failure);
  open.remove({ kind: 'element', key: job.elementInstanceKey });
  if (facts.chooses) open.add(openThing('choice', job.elementInstanceKey, moment, job));
  return [
    ...closed.map(({ key }): ProcessEvent => ({ kind: 'userTaskClosed', taskKey: key, outcome: 'completed', ...place })),
    { kind: 'elementLeft', outcome: 'completed', ...place },
    ...facts.flowsTaken.map((id) => flowTaken(moment, job, id)),
  ];
}

/** @param caller the call activity's element instance that called it; null where none did */
export function instanceStarted(open: OpenThings, moment: Moment, it: Where & Pick<ActivatedJob, 'variables'>, caller: OpenThing | null): ProcessEvent[] {
  open.add({ ...openThing('instance', it.processInstanceKey, moment, it), elementInstanceKey: caller?.key ?? it.elementInstanceKey });
  const { [callVariable]: _call, ...variables } = it.variables;
  return [{ kind: 'instanceStarted', variables, parentProcessInstanceKey: caller?.processInstanceKey ?? null, ...processPlace(moment, it) }];
}

export function elementEntered(open: OpenThings, moment: Moment, job: ActivatedJob): ProcessEvent[] {
  const facts = factsOf(moment, job);
  // An element that an incident stopped begins again when that is resolved, with its listeners.
  if (!facts || open.find('element', job.elementInstanceKey) || open.find('choice', job.elementInstanceKey)) return [];
  const entered: ProcessEvent[] = [...flowsChosen(open, moment, job, facts), { kind: 'elementEntered', ...elementPlace(moment, job) }];
  if (facts.leavesAtOnce) return [...entered, ...passed(open, moment, job, facts)];
  open.add(openThing('element', job.elementInstanceKey, moment, job));
  return entered;
}

export function elementLeft(open: OpenThings, moment: Moment, job: ActivatedJob): ProcessEvent[] {
  const facts = factsOf(moment, job);
  if (!facts) return [];
  if (facts.moments.includes('start')) return passed(open, moment, job, facts);
  return [...flowsChosen(open, moment, job, facts), { kind: 'elementEntered', ...elementPlace(moment, job) }, ...passed(open, moment, job, facts)];
}

/** Keys grow: what is inside was made later. Tasks close before the elements that they belong to. */
const innermostFirst = (one: OpenThing, other: OpenThing) =>
  Number(one.kind === 'element') - Number(other.kind === 'element') || other.key.length - one.key.length || (other.key > one.key ? 1 : -1);

/** Things that the engine no longer knows, though it never told their end. */
export function terminated(open: OpenThings, moment: Moment, gone: readonly OpenThing[]): ProcessEvent[] {
  return gone.toSorted(innermostFirst).filter((thing) => open.remove(thing)).flatMap((thing): ProcessEvent[] => {
    const place = elementPlace(moment, thing);
    if (thing.kind === 'task') return [{ kind: 'userTaskClosed', taskKey: thing.key, outcome: 'cancelled', ...place }];
    if (thing.kind === 'incident' || thing.kind === 'failure') return [{ kind: 'incidentResolved', incidentKey: thing.key, ...place }];
    return thing.kind === 'element' ? [{ kind: 'elementLeft', outcome: 'terminated', ...place }] : [];
  });
}

/** An instance has ended, and with it whatever was open in it. */
export function instanceEnded(open: OpenThings, moment: Moment, it: Where, outcome: 'completed' | 'terminated'): ProcessEvent[] {
  const inside = (['task', 'failure', 'incident', 'choice', 'element'] as const).flatMap((kind) => open.of(it.processInstanceKey, kind));
  const events = terminated(open, moment, inside);
  if (!open.remove({ kind: 'instance', key: it.processInstanceKey })) return events;
  return [...events, { kind: 'instanceEnded', outcome, ...processPlace(moment, it) }];
}
