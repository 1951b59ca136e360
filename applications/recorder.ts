import type { AppendHook, ElementPlace, ProcessEvent, ProcessPlace } from '@gbc/engine';
import { appendEvents, type ElementReference, type Environment, type EventInput, type ProcessReference } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import { acceptDecisions } from './decide.ts';
import { finalStates, stateAt } from './flow.ts';
import { enqueue } from './outbox.ts';
import {
  closeTasks, countFlows, endInstances, insertElements, insertInstances, leaveElements, moveApplications, openTasks, raiseIncident, resolveIncident,
  type ApplicationMove, type ElementStay, type StartedInstance, type Told,
} from './process-rows.ts';
import { releaseHeld } from './release.ts';
import { carryOver } from './restart/carry-over.ts';

const actor = { kind: 'system', name: 'engine' } as const;

const processReference = (it: ProcessPlace): ProcessReference => ({
  engineId: it.engineId,
  processInstanceKey: it.processInstanceKey,
  processDefinitionKey: it.processDefinitionKey,
  processId: it.processId,
  processVersion: it.processVersion,
});

const elementReference = (it: ElementPlace): ElementReference => ({
  ...processReference(it),
  elementId: it.elementId,
  elementType: it.elementType,
  elementInstanceKey: it.elementInstanceKey,
});

/** What of a step goes into the log; sequence flows are for the picture alone. */
function toBusinessEvent(it: ProcessEvent, applicationId: string | undefined): EventInput[] {
  const about = { actor, ...(applicationId ? { applicationId } : {}) };
  switch (it.kind) {
    case 'instanceStarted':
      return [{ ...about, type: 'processStarted', data: processReference(it) }];
    case 'instanceEnded':
      return [{ ...about, type: 'processEnded', data: { ...processReference(it), outcome: it.outcome } }];
    case 'elementEntered':
      return [{ ...about, type: 'elementEntered', data: elementReference(it) }];
    case 'elementLeft':
      return [{ ...about, type: 'elementLeft', data: { ...elementReference(it), outcome: it.outcome } }];
    case 'incidentRaised':
      return [{ ...about, type: 'incidentRaised', data: { ...elementReference(it), incidentKey: it.incidentKey, errorType: it.errorType } }];
    case 'incidentResolved':
      return [{ ...about, type: 'incidentResolved', data: { ...elementReference(it), incidentKey: it.incidentKey } }];
    default:
      return [];
  }
}

const ofKind = <Kind extends ProcessEvent['kind']>(events: readonly ProcessEvent[], kind: Kind) => events.filter((it): it is Told<Kind> => it.kind === kind);

/** Instances by key with the application of each, and whether another called them. */
interface Bound {
  readonly applicationId: string | undefined;
  readonly isCalled: boolean;
  /** Given up for another, its engine being lost: what it tells after that is not heard. */
  readonly isAbandoned: boolean;
}

async function readBound(tx: Tx, engineId: string, events: readonly ProcessEvent[]): Promise<Map<string, Bound>> {
  const keys = new Set(events.flatMap((it) => (it.kind === 'instanceStarted' && it.parentProcessInstanceKey ? [it.processInstanceKey, it.parentProcessInstanceKey] : [it.processInstanceKey])));
  const { rows } = await tx.query<{ key: string; application_id: string | null; is_called: boolean; is_abandoned: boolean }>(
    prepared(`select process_instance_key as key, application_id, parent_process_instance_key is not null as is_called, abandoned_at is not null as is_abandoned
     from process_instance where engine_id = $1 and process_instance_key = any($2)`),
    [engineId, [...keys]],
  );
  return new Map(rows.map((row) => [row.key, { applicationId: row.application_id ?? undefined, isCalled: row.is_called, isAbandoned: row.is_abandoned }]));
}

const namedApplication = (it: Told<'instanceStarted'>): string | null => {
  const named = it.variables['applicationId'];
  return typeof named === 'string' ? named : null;
};

/** The statements of a group are prepared and their plans kept: one that reads a whole table because it was small then must not be. */
const keepToIndexes = (tx: Tx) => tx.query('set local enable_seqscan = off');

/**
 * Of applications that instances name: those that have an instance for each time that they were started, on whichever engine, and those that a
 * restart waits for one. Only a parked deposit is started again: when somebody has said what it is for.
 */
async function readClaims(tx: Tx, started: readonly Told<'instanceStarted'>[]): Promise<{ readonly taken: Set<string>; readonly restarting: Set<string> }> {
  const ids = started.flatMap((it) => (it.parentProcessInstanceKey === null ? (namedApplication(it) ?? []) : []));
  if (ids.length === 0) return { taken: new Set(), restarting: new Set() };
  const [taken, restarting] = await Promise.all([
    tx.query<{ id: string }>(
      `select application_id as id from process_instance instance where application_id = any($1) and parent_process_instance_key is null group by application_id
       having count(*) >= (select greatest(1, count(*)) from outbox start where start.application_id = instance.application_id and start.kind = 'startProcess')`,
      [ids],
    ),
    tx.query<{ id: string }>('select application_id as id from application_restart where application_id = any($1) and process_instance_key is null', [ids]),
  ]);
  return { taken: new Set(taken.rows.map(({ id }) => id)), restarting: new Set(restarting.rows.map(({ id }) => id)) };
}

/** A restart has the instance that it asked for. */
async function takeRestart(tx: Tx, { engineId, processInstanceKey }: ProcessPlace, applicationId: string): Promise<void> {
  await tx.query('update application_restart set engine_id = $2, process_instance_key = $3 where application_id = $1 and process_instance_key is null', [applicationId, engineId, processInstanceKey]);
}

/**
 * Binds new instances to their applications, and says of which. The first one of a start wins, on whichever engine: none can promise that a start which
 * was sent twice happens once, so a second instance is cancelled and touches nothing, since every worker asks for this binding. The one exception
 * is a restart, which is recorded before it is asked for. An instance that another called works for the same application; it begins and
 * ends without the application doing so.
 */
async function bindInstances(tx: Tx, env: Environment, engineId: string, events: readonly ProcessEvent[]): Promise<Map<string, Bound>> {
  const started = ofKind(events, 'instanceStarted');
  const [bound, { taken, restarting }] = await Promise.all([readBound(tx, engineId, events), readClaims(tx, started), keepToIndexes(tx)]);
  const instances: StartedInstance[] = [];
  for (const it of started) {
    const parentKey = it.parentProcessInstanceKey;
    const named = parentKey === null ? namedApplication(it) : (bound.get(parentKey)?.applicationId ?? null);
    const isRestart = parentKey === null && named !== null && restarting.delete(named);
    const applicationId = parentKey === null && named !== null && taken.has(named) && !isRestart ? null : named;
    if (parentKey === null && applicationId !== null) taken.add(applicationId);
    if (isRestart) await takeRestart(tx, it, named);
    bound.set(it.processInstanceKey, { applicationId: applicationId ?? undefined, isCalled: parentKey !== null, isAbandoned: false });
    instances.push({ it, applicationId });
  }
  await insertInstances(tx, engineId, instances);
  for (const { it, applicationId } of instances) {
    const named = it.parentProcessInstanceKey === null ? namedApplication(it) : null;
    if (named === null || applicationId !== null) continue;
    await enqueue(tx, env, { applicationId: named, command: { kind: 'cancelInstance', engineId, processInstanceKey: it.processInstanceKey } });
  }
  return bound;
}

/** A final state that a step before has brought; the process ends after it. */
const kept = (before: ApplicationMove | undefined): Pick<ApplicationMove, 'state'> =>
  before?.state !== undefined && finalStates.some((state) => state === before.state) ? { state: before.state } : {};

/** What becomes of applications, in the order of the steps: the last one says where each is. */
function movesOf(env: Environment, events: readonly ProcessEvent[], bound: ReadonlyMap<string, Bound>): Map<string, ApplicationMove> {
  const moves = new Map<string, ApplicationMove>();
  const move = (applicationId: string, change: ApplicationMove) => void moves.set(applicationId, { ...moves.get(applicationId), ...change, ...kept(moves.get(applicationId)) });
  for (const it of events) {
    const { applicationId, isCalled } = bound.get(it.processInstanceKey) ?? {};
    if (!applicationId) continue;
    if (it.kind === 'instanceStarted' && !isCalled) move(applicationId, { instanceKey: it.processInstanceKey });
    if (it.kind === 'instanceEnded' && !isCalled) move(applicationId, { state: it.outcome, at: env.now(), hasEnded: true });
    const state = it.kind === 'elementEntered' ? stateAt(it.elementId) : undefined;
    if (state) move(applicationId, { state, at: it.at });
  }
  return moves;
}

async function recordElements(tx: Tx, engineId: string, events: readonly ProcessEvent[]): Promise<void> {
  const stays = new Map(ofKind(events, 'elementEntered').map((entered): [string, ElementStay] => [entered.elementInstanceKey, { entered }]));
  const earlier: Told<'elementLeft'>[] = [];
  for (const left of ofKind(events, 'elementLeft')) {
    const stay = stays.get(left.elementInstanceKey);
    if (stay) stay.left = left;
    else earlier.push(left);
  }
  await Promise.all([insertElements(tx, engineId, [...stays.values()]), leaveElements(tx, engineId, earlier), countFlows(tx, engineId, ofKind(events, 'sequenceFlowTaken'))]);
}

/** A completed task carries the decision that completed it; the step and the acceptance are one fact. */
async function recordTasks(tx: Tx, env: Environment, engineId: string, events: readonly ProcessEvent[], bound: ReadonlyMap<string, Bound>): Promise<void> {
  const opened = ofKind(events, 'userTaskOpened').map((it) => ({ it, applicationId: bound.get(it.processInstanceKey)?.applicationId }));
  const [, decisionIds] = await Promise.all([openTasks(tx, env, engineId, opened), closeTasks(tx, engineId, ofKind(events, 'userTaskClosed'))]);
  await acceptDecisions(tx, env, decisionIds);
  await carryOver(tx, env, engineId, opened.flatMap(({ it, applicationId }) => (applicationId ? [{ taskKey: it.task.taskKey, elementId: it.elementId, applicationId }] : [])));
}

/**
 * The append hook: every step of a process becomes an event and the read models' rows in the transaction that takes it. It writes tasks
 * before applications, as a decision locks them.
 * `onRecorded` hears which instances moved, once that is committed.
 */
export function createRecorder(env: Environment, onRecorded: (instances: { processInstanceKey: string; applicationId: string | undefined }[]) => void): AppendHook<Tx> {
  return async (tx, told) => {
    const engineId = told[0]?.engineId ?? '';
    const bound = await bindInstances(tx, env, engineId, told);
    const events = told.filter((it) => !bound.get(it.processInstanceKey)?.isAbandoned);
    await recordTasks(tx, env, engineId, events, bound);
    const moves = movesOf(env, events, bound);
    await Promise.all([
      recordElements(tx, engineId, events),
      endInstances(tx, engineId, ofKind(events, 'instanceEnded')),
      ...ofKind(events, 'incidentRaised').map((it) => raiseIncident(tx, it)),
      ...ofKind(events, 'incidentResolved').map((it) => resolveIncident(tx, it)),
      moveApplications(tx, engineId, moves),
    ]);
    for (const [applicationId, { hasEnded }] of moves) if (hasEnded) await releaseHeld(tx, env, applicationId);
    await appendEvents(tx, env, events.flatMap((it) => toBusinessEvent(it, bound.get(it.processInstanceKey)?.applicationId)));
    const moved = [...new Set(events.map((it) => it.processInstanceKey))].map((key) => ({ processInstanceKey: key, applicationId: bound.get(key)?.applicationId }));
    tx.afterCommit(() => onRecorded(moved));
  };
}
