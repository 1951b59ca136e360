import type { AppendHook, ElementPlace, ProcessEvent, ProcessPlace } from '@gbc/engine';
import { appendEvents, type ElementReference, type Environment, type EventInput, type ProcessReference } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { acceptDecision } from './decide.ts';
import { stateAt } from './flow.ts';
import { enqueue } from './outbox.ts';
import { releaseHeld } from './release.ts';

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
function toBusinessEvent(it: ProcessEvent, applicationId: string | undefined): EventInput | null {
  const about = { actor, ...(applicationId ? { applicationId } : {}) };
  switch (it.kind) {
    case 'instanceStarted':
      return { ...about, type: 'processStarted', data: processReference(it) };
    case 'instanceEnded':
      return { ...about, type: 'processEnded', data: { ...processReference(it), outcome: it.outcome } };
    case 'elementEntered':
      return { ...about, type: 'elementEntered', data: elementReference(it) };
    case 'elementLeft':
      return { ...about, type: 'elementLeft', data: { ...elementReference(it), outcome: it.outcome } };
    case 'incidentRaised':
      return { ...about, type: 'incidentRaised', data: { ...elementReference(it), incidentKey: it.incidentKey, errorType: it.errorType } };
    case 'incidentResolved':
      return { ...about, type: 'incidentResolved', data: { ...elementReference(it), incidentKey: it.incidentKey } };
    default:
      return null;
  }
}

/**
 * Binds a new instance to its application. The first one wins: an engine can't promise that a start which was sent twice
 * happens once, so a second instance is cancelled and touches nothing, since every worker asks for this binding.
 */
async function startInstance(tx: Tx, env: Environment, it: ProcessEvent & { kind: 'instanceStarted' }): Promise<string | undefined> {
  const named = it.variables['applicationId'];
  const applicationId = typeof named === 'string' ? named : null;
  const earlier = applicationId
    ? await tx.query('select 1 from process_instance where engine_id = $1 and application_id = $2 limit 1', [it.engineId, applicationId])
    : null;
  const bound = earlier?.rows.length ? null : applicationId;
  await tx.query(
    `insert into process_instance (engine_id, process_instance_key, process_definition_key, process_id, process_version, application_id, state, started_at)
     values ($1, $2, $3, $4, $5, $6, 'running', $7)`,
    [it.engineId, it.processInstanceKey, it.processDefinitionKey, it.processId, it.processVersion, bound, it.at],
  );
  if (applicationId && !bound) {
    await enqueue(tx, env, { applicationId, command: { kind: 'cancelInstance', engineId: it.engineId, processInstanceKey: it.processInstanceKey } });
  }
  if (bound) await tx.query('update application set engine_id = $2, process_instance_key = $3 where id = $1', [bound, it.engineId, it.processInstanceKey]);
  return bound ?? undefined;
}

/** An instance that another called works for the same application; it begins and ends without the application doing so. */
async function startCalledInstance(tx: Tx, it: ProcessEvent & { kind: 'instanceStarted' }, applicationId: string | undefined): Promise<void> {
  await tx.query(
    `insert into process_instance (engine_id, process_instance_key, process_definition_key, process_id, process_version, parent_process_instance_key,
                                   application_id, state, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'running', $8)`,
    [it.engineId, it.processInstanceKey, it.processDefinitionKey, it.processId, it.processVersion, it.parentProcessInstanceKey, applicationId ?? null, it.at],
  );
}

async function endInstance(tx: Tx, env: Environment, it: ProcessEvent & { kind: 'instanceEnded' }, applicationId: string | undefined): Promise<void> {
  const { rows } = await tx.query<{ isCalled: boolean }>(
    `update process_instance set state = $3, ended_at = $4 where engine_id = $1 and process_instance_key = $2
     returning parent_process_instance_key is not null as "isCalled"`,
    [it.engineId, it.processInstanceKey, it.outcome, it.at],
  );
  if (!applicationId || rows[0]?.isCalled) return;
  await tx.query('update application set state = $2, draft = null, updated_at = $3 where id = $1', [applicationId, it.outcome, env.now()]);
  await releaseHeld(tx, env, applicationId);
}

async function enterElement(tx: Tx, it: ProcessEvent & { kind: 'elementEntered' }, applicationId: string | undefined): Promise<void> {
  await tx.query(
    `insert into process_element (engine_id, element_instance_key, process_instance_key, element_id, element_type, state, entered_at)
     values ($1, $2, $3, $4, $5, 'active', $6)`,
    [it.engineId, it.elementInstanceKey, it.processInstanceKey, it.elementId, it.elementType, it.at],
  );
  const state = stateAt(it.elementId);
  if (applicationId && state) await tx.query('update application set state = $2, updated_at = $3 where id = $1', [applicationId, state, it.at]);
}

async function openTask(tx: Tx, env: Environment, it: ProcessEvent & { kind: 'userTaskOpened' }, applicationId: string | undefined): Promise<void> {
  const { task } = it;
  await tx.query(
    `insert into task (id, engine_id, task_key, element_id, name, process_instance_key, process_id, process_version, application_id,
                       candidate_groups, priority, due_at, form_id, form_key, headers, state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open', $16)`,
    [env.newId(), it.engineId, task.taskKey, it.elementId, task.name, it.processInstanceKey, it.processId, it.processVersion, applicationId ?? '',
      task.candidateGroups, task.priority, task.dueDate, task.form?.formId ?? null, task.form?.formKey ?? null, JSON.stringify(task.headers), it.at],
  );
}

/** A completed task carries the decision that completed it; the step and the acceptance are one fact. */
async function closeTask(tx: Tx, env: Environment, it: ProcessEvent & { kind: 'userTaskClosed' }): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update task set state = $3, closed_at = $4 where engine_id = $1 and task_key = $2 returning id`,
    [it.engineId, it.taskKey, it.outcome, it.at],
  );
  if (it.outcome !== 'completed' || !rows[0]) return;
  const decision = await tx.query<{ id: string }>('select id from decision where task_id = $1', [rows[0].id]);
  if (decision.rows[0]) await acceptDecision(tx, env, decision.rows[0].id);
}

async function record(tx: Tx, env: Environment, it: ProcessEvent, applicationId: string | undefined): Promise<void> {
  switch (it.kind) {
    case 'instanceEnded':
      return endInstance(tx, env, it, applicationId);
    case 'elementEntered':
      return enterElement(tx, it, applicationId);
    case 'elementLeft':
      await tx.query('update process_element set state = $3, left_at = $4 where engine_id = $1 and element_instance_key = $2', [it.engineId, it.elementInstanceKey, it.outcome, it.at]);
      return;
    case 'sequenceFlowTaken':
      await tx.query(
        `insert into process_flow (engine_id, process_instance_key, sequence_flow_id, times) values ($1, $2, $3, 1)
         on conflict (engine_id, process_instance_key, sequence_flow_id) do update set times = process_flow.times + 1`,
        [it.engineId, it.processInstanceKey, it.sequenceFlowId],
      );
      return;
    case 'userTaskOpened':
      return openTask(tx, env, it, applicationId);
    case 'userTaskClosed':
      return closeTask(tx, env, it);
    case 'incidentRaised':
      await tx.query(
        `insert into process_incident (engine_id, incident_key, process_instance_key, element_id, error_type, message, job_key, raised_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [it.engineId, it.incidentKey, it.processInstanceKey, it.elementId, it.errorType, it.message, it.jobKey, it.at],
      );
      return;
    case 'incidentResolved':
      await tx.query('update process_incident set resolved_at = $3 where engine_id = $1 and incident_key = $2', [it.engineId, it.incidentKey, it.at]);
  }
}

/**
 * The append hook: every step of a process becomes an event and the read models' rows in the transaction that takes it.
 * `onRecorded` hears which instances moved, after the hook has run (the commit may still fail: it is a hint to look, no more).
 */
export function createRecorder(env: Environment, onRecorded: (instances: { processInstanceKey: string; applicationId: string | undefined }[]) => void): AppendHook<Tx> {
  return async (tx, events) => {
    const parents = events.flatMap((it) => (it.kind === 'instanceStarted' && it.parentProcessInstanceKey ? [it.parentProcessInstanceKey] : []));
    const keys = [...new Set([...events.map((it) => it.processInstanceKey), ...parents])];
    const { rows } = await tx.query<{ key: string; application_id: string | null }>(
      'select process_instance_key as key, application_id from process_instance where engine_id = $1 and process_instance_key = any($2)',
      [events[0]?.engineId, keys],
    );
    const applicationOf = new Map(rows.map((row) => [row.key, row.application_id ?? undefined]));
    const logged: EventInput[] = [];
    for (const it of events) {
      if (it.kind === 'instanceStarted' && it.parentProcessInstanceKey) {
        const callersApplication = applicationOf.get(it.parentProcessInstanceKey);
        applicationOf.set(it.processInstanceKey, callersApplication);
        await startCalledInstance(tx, it, callersApplication);
      } else if (it.kind === 'instanceStarted') applicationOf.set(it.processInstanceKey, await startInstance(tx, env, it));
      const applicationId = applicationOf.get(it.processInstanceKey);
      await record(tx, env, it, applicationId);
      const event = toBusinessEvent(it, applicationId);
      if (event) logged.push(event);
    }
    await appendEvents(tx, env, logged);
    onRecorded(keys.map((key) => ({ processInstanceKey: key, applicationId: applicationOf.get(key) })));
  };
}
