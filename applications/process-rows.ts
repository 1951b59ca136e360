import type { ProcessEvent } from '@gbc/engine';
import type { Environment } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import { finalStates, type ApplicationState } from './flow.ts';

/**
 * What a group of steps writes into the read models, a statement a table: many instances that move at once cost hardly more than
 * one. All rows of a call are of one engine.
 */

/** An event of one kind. */
export type Told<Kind extends ProcessEvent['kind']> = Extract<ProcessEvent, { readonly kind: Kind }>;

/** An instance as it begins, and the application that it works for. */
export interface StartedInstance {
  readonly it: Told<'instanceStarted'>;
  readonly applicationId: string | null;
}

/** An element as it is after the group. */
export interface ElementStay {
  readonly entered: Told<'elementEntered'>;
  left?: Told<'elementLeft'>;
}

/** What steps make of an application. */
export interface ApplicationMove {
  /** Its instance, where that began. */
  instanceKey?: string;
  state?: ApplicationState | 'completed' | 'terminated';
  at?: Date;
  hasEnded?: boolean;
}

export async function insertInstances(tx: Tx, engineId: string, started: readonly StartedInstance[]): Promise<void> {
  if (started.length === 0) return;
  await tx.query(
    prepared(`insert into process_instance (engine_id, process_instance_key, process_definition_key, process_id, process_version, parent_process_instance_key,
                                   application_id, state, started_at)
     select $1, key, definition_key, process_id, version, parent_key, application_id, 'running', at
     from unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[])
       as row (key, definition_key, process_id, version, parent_key, application_id, at)`),
    [
      engineId,
      started.map(({ it }) => it.processInstanceKey),
      started.map(({ it }) => it.processDefinitionKey),
      started.map(({ it }) => it.processId),
      started.map(({ it }) => it.processVersion),
      started.map(({ it }) => it.parentProcessInstanceKey),
      started.map(({ applicationId }) => applicationId),
      started.map(({ it }) => it.at),
    ],
  );
}

export async function endInstances(tx: Tx, engineId: string, ended: readonly Told<'instanceEnded'>[]): Promise<void> {
  if (ended.length === 0) return;
  await tx.query(
    prepared(`update process_instance set state = row.outcome, ended_at = row.at from unnest($2::text[], $3::text[], $4::timestamptz[]) as row (key, outcome, at)
     where engine_id = $1 and process_instance_key = row.key`),
    [engineId, ended.map((it) => it.processInstanceKey), ended.map((it) => it.outcome), ended.map((it) => it.at)],
  );
}

/** Elements that were entered, as they are now: most are left again by the time that their group is written. */
export async function insertElements(tx: Tx, engineId: string, stays: readonly ElementStay[]): Promise<void> {
  if (stays.length === 0) return;
  await tx.query(
    prepared(`insert into process_element (engine_id, element_instance_key, process_instance_key, element_id, element_type, state, entered_at, left_at)
     select $1, row.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[]) as row`),
    [
      engineId,
      stays.map(({ entered }) => entered.elementInstanceKey),
      stays.map(({ entered }) => entered.processInstanceKey),
      stays.map(({ entered }) => entered.elementId),
      stays.map(({ entered }) => entered.elementType),
      stays.map(({ left }) => left?.outcome ?? 'active'),
      stays.map(({ entered }) => entered.at),
      stays.map(({ left }) => left?.at ?? null),
    ],
  );
}

/** Elements that an earlier group entered. */
export async function leaveElements(tx: Tx, engineId: string, left: readonly Told<'elementLeft'>[]): Promise<void> {
  if (left.length === 0) return;
  await tx.query(
    prepared(`update process_element set state = row.outcome, left_at = row.at from unnest($2::text[], $3::text[], $4::timestamptz[]) as row (key, outcome, at)
     where engine_id = $1 and element_instance_key = row.key`),
    [engineId, left.map((it) => it.elementInstanceKey), left.map((it) => it.outcome), left.map((it) => it.at)],
  );
}

export async function countFlows(tx: Tx, engineId: string, taken: readonly Told<'sequenceFlowTaken'>[]): Promise<void> {
  if (taken.length === 0) return;
  await tx.query(
    prepared(`insert into process_flow (engine_id, process_instance_key, sequence_flow_id, times)
     select $1, key, flow_id, count(*) from unnest($2::text[], $3::text[]) as row (key, flow_id) group by key, flow_id
     on conflict (engine_id, process_instance_key, sequence_flow_id) do update set times = process_flow.times + excluded.times`),
    [engineId, taken.map((it) => it.processInstanceKey), taken.map((it) => it.sequenceFlowId)],
  );
}

/** An array of names as the text of one value in an array of rows. */
const arrayText = (names: readonly string[]) => `{${names.map((name) => JSON.stringify(name)).join(',')}}`;

export async function openTasks(tx: Tx, env: Environment, engineId: string, opened: readonly { it: Told<'userTaskOpened'>; applicationId: string | undefined }[]): Promise<void> {
  if (opened.length === 0) return;
  await tx.query(
    prepared(`insert into task (engine_id, state, id, task_key, element_id, name, process_instance_key, process_id, process_version, application_id,
                       candidate_groups, priority, due_at, form_id, form_key, headers, created_at)
     select $1, 'open', id, task_key, element_id, name, instance_key, process_id, version, application_id,
            groups::text[], priority, due_at, form_id, form_key, headers, at
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::int[], $12::timestamptz[],
                 $13::text[], $14::text[], $15::jsonb[], $16::timestamptz[])
       as row (id, task_key, element_id, name, instance_key, process_id, version, application_id, groups, priority, due_at, form_id, form_key, headers, at)`),
    [
      engineId,
      opened.map(() => env.newId()),
      opened.map(({ it }) => it.task.taskKey),
      opened.map(({ it }) => it.elementId),
      opened.map(({ it }) => it.task.name),
      opened.map(({ it }) => it.processInstanceKey),
      opened.map(({ it }) => it.processId),
      opened.map(({ it }) => it.processVersion),
      opened.map(({ applicationId }) => applicationId ?? ''),
      opened.map(({ it }) => arrayText(it.task.candidateGroups)),
      opened.map(({ it }) => it.task.priority),
      opened.map(({ it }) => it.task.dueDate),
      opened.map(({ it }) => it.task.form?.formId ?? null),
      opened.map(({ it }) => it.task.form?.formKey ?? null),
      opened.map(({ it }) => JSON.stringify(it.task.headers)),
      opened.map(({ it }) => it.at),
    ],
  );
}

/** @returns the decisions that completed them, in the order of the tasks */
export async function closeTasks(tx: Tx, engineId: string, closed: readonly Told<'userTaskClosed'>[]): Promise<string[]> {
  if (closed.length === 0) return [];
  const { rows } = await tx.query<{ decision_id: string }>(
    prepared(`with gone as (
       update task set state = row.outcome, closed_at = row.at
       from unnest($2::text[], $3::text[], $4::timestamptz[]) with ordinality as row (key, outcome, at, no)
       where engine_id = $1 and task_key = row.key returning task.id, row.outcome, row.no)
     select decision.id as decision_id from gone join decision on decision.task_id = gone.id where gone.outcome = 'completed' order by gone.no`),
    [engineId, closed.map((it) => it.taskKey), closed.map((it) => it.outcome), closed.map((it) => it.at)],
  );
  return rows.map((row) => row.decision_id);
}

/** Rows in the order of their ids: whoever locks several waits for others in one order. */
export async function moveApplications(tx: Tx, engineId: string, moves: ReadonlyMap<string, ApplicationMove>): Promise<void> {
  if (moves.size === 0) return;
  const rows = [...moves];
  await tx.query(
    prepared(`update application set
       engine_id = case when row.instance_key is null then application.engine_id else $1 end,
       process_instance_key = coalesce(row.instance_key, application.process_instance_key),
       state = case when application.state = any($7) then application.state else coalesce(row.state, application.state) end,
       updated_at = coalesce(row.at, application.updated_at),
       draft = case when row.has_ended then null else application.draft end
     from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[]) as row (id, instance_key, state, at, has_ended)
     where application.id = row.id`),
    [
      engineId,
      rows.map(([id]) => id),
      rows.map(([, { instanceKey }]) => instanceKey ?? null),
      rows.map(([, { state }]) => state ?? null),
      rows.map(([, { at }]) => at ?? null),
      rows.map(([, { hasEnded }]) => hasEnded ?? false),
      finalStates,
    ],
  );
}

export async function raiseIncident(tx: Tx, it: Told<'incidentRaised'>): Promise<void> {
  await tx.query(
    `insert into process_incident (engine_id, incident_key, process_instance_key, element_id, error_type, message, job_key, raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [it.engineId, it.incidentKey, it.processInstanceKey, it.elementId, it.errorType, it.message, it.jobKey, it.at],
  );
}

export async function resolveIncident(tx: Tx, it: Told<'incidentResolved'>): Promise<void> {
  await tx.query('update process_incident set resolved_at = $3 where engine_id = $1 and incident_key = $2', [it.engineId, it.incidentKey, it.at]);
}
