import type { Variables } from '@gbc/engine';
import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { enqueue } from '../outbox.ts';
import { noteDecisions } from './carry-over.ts';
import { listOrphans, type Orphan } from './orphan.ts';
import { findRestartPlace, type RestartPlace } from './restart-place.ts';

type PersonActor = Actor & { readonly kind: 'person' };

/** The model that a new instance would run by. Throws `model.notFound` while it isn't deployed on this engine. */
async function newestModel(tx: Tx, engineId: string, processId: string): Promise<string> {
  const { rows } = await tx.query<{ bpmnXml: string }>(
    'select bpmn_xml as "bpmnXml" from model_version where engine_id = $1 and process_id = $2 order by version desc limit 1',
    [engineId, processId],
  );
  if (!rows[0]) throw new ApplicationError('model.notFound', { processId });
  return rows[0].bpmnXml;
}

/** Where an orphan would begin again. */
async function placeOf(tx: Tx, engineId: string, { processId, ...orphan }: Orphan): Promise<RestartPlace> {
  if (orphan.restart) return { stoodAt: [], elementIds: orphan.restart.elementIds, since: null };
  const bpmnXml = await newestModel(tx, engineId, processId);
  if (orphan.engineId === null || orphan.processInstanceKey === null) return { stoodAt: [], elementIds: [], since: null };
  return findRestartPlace(tx.query.bind(tx), { engineId: orphan.engineId, processInstanceKey: orphan.processInstanceKey, processId }, bpmnXml);
}

/** What a process of this matter is started with, as its rows stand now: its first start's variables, with what has changed since. */
async function startVariables(tx: Tx, applicationId: string): Promise<Variables> {
  const { rows } = await tx.query<{ variables: Variables; amountFen: bigint | null; revision: number | null; payoutNo: number | null; forwardedTo: string | null }>(
    `select o.payload -> 'variables' as variables, a.amount_fen as "amountFen", a.revision, a.payout_no as "payoutNo",
            (select forwarded_to from decision d where d.application_id = $1 and d.state = 'accepted' and d.forwarded_to is not null order by at desc limit 1) as "forwardedTo"
     from outbox o left join application a on a.id = o.application_id
     where o.application_id = $1 and o.kind = 'startProcess' order by o.created_at limit 1`,
    [applicationId],
  );
  if (!rows[0]) throw new Error(`no process of ${applicationId} was ever started`);
  const { variables, amountFen, revision, payoutNo, forwardedTo } = rows[0];
  const current = revision === null ? {} : { amountFen: Number(amountFen), revision, payoutNo };
  return { ...variables, ...current, ...(forwardedTo ? { forwardedTo } : {}) };
}

/** Ends the lost instance and all that it called in our rows: nothing will ever tell their end. The application itself goes on. */
async function abandon(tx: Tx, env: Environment, actor: Actor, applicationId: string, { engineId, processInstanceKey }: Orphan): Promise<void> {
  const { rows } = await tx.query<{ key: string; processDefinitionKey: string; processId: string; processVersion: number }>(
    `with recursive tree as (
       select engine_id, process_instance_key from process_instance where engine_id = $1 and process_instance_key = $2
       union all
       select p.engine_id, p.process_instance_key from process_instance p join tree on p.engine_id = tree.engine_id and p.parent_process_instance_key = tree.process_instance_key)
     update process_instance p set state = 'terminated', ended_at = $3, abandoned_at = $3 from tree
     where p.engine_id = tree.engine_id and p.process_instance_key = tree.process_instance_key and p.state = 'running'
     returning p.process_instance_key as key, process_definition_key as "processDefinitionKey", process_id as "processId", process_version as "processVersion"`,
    [engineId, processInstanceKey, env.now()],
  );
  const place = [engineId, rows.map(({ key }) => key)];
  await tx.query(`update process_element set state = 'terminated', left_at = $3 where engine_id = $1 and process_instance_key = any($2) and state = 'active'`, [...place, env.now()]);
  await tx.query(`update task set state = 'cancelled', closed_at = $3 where engine_id = $1 and process_instance_key = any($2) and state = 'open'`, [...place, env.now()]);
  await tx.query('update process_incident set resolved_at = $3 where engine_id = $1 and process_instance_key = any($2) and resolved_at is null', [...place, env.now()]);
  for (const { key, ...process } of rows) {
    await appendEvent(tx, env, { type: 'processEnded', actor, applicationId, data: { engineId: engineId ?? '', processInstanceKey: key, ...process, outcome: 'terminated' } });
  }
}

/**
 * Gives a lost process up and begins another for the same matter at the step that our own rows say was next. Decisions and money stay
 * as they are: what was decided there is carried over, and a payout is `(applicationId, payoutNo)` wherever it is asked for.
 * @param engineId the data set that answers now
 * @returns where it begins; the engine hears of it from the outbox
 * Throws `application.notOrphaned` where its process is not lost, or was begun again before; `model.notFound` while its flow isn't deployed.
 */
export async function restartOrphan(tx: Tx, env: Environment, actor: PersonActor, engineId: string, applicationId: string): Promise<{ readonly elementIds: readonly string[] }> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('restart ' || $1, 0))`, [applicationId]);
  const [orphan] = await listOrphans(tx.query.bind(tx), engineId, env.now(), applicationId);
  if (!orphan) throw new ApplicationError('application.notOrphaned', { applicationId });
  const { restart } = orphan;
  if (restart) return askAgain(tx, env, actor, { ...orphan, restart });
  const { elementIds, since } = await placeOf(tx, engineId, orphan);
  const restartId = env.newId();
  const lost = { engineId: orphan.engineId ?? '', processInstanceKey: orphan.processInstanceKey ?? '' };
  await tx.query(
    'insert into application_restart (id, application_id, lost_engine_id, lost_process_instance_key, person_id, at) values ($1, $2, $3, $4, $5, $6)',
    [restartId, applicationId, orphan.engineId, orphan.processInstanceKey, actor.personId, env.now()],
  );
  const decisionIds = await noteDecisions(tx, restartId, applicationId, lost, since);
  await abandon(tx, env, actor, applicationId, orphan);
  await appendEvent(tx, env, {
    type: 'applicationRestarted', actor, applicationId,
    data: { restartId, lostEngineId: lost.engineId, lostProcessInstanceKey: orphan.processInstanceKey, elementIds: [...elementIds], decisionIds },
  });
  const variables = await startVariables(tx, applicationId);
  await enqueue(tx, env, { applicationId, command: { kind: 'startProcess', processId: orphan.processId, variables, restart: { restartId, elementIds } } });
  return { elementIds };
}

/** Asks for a restart once more that was lost before anything was told of it: its place and the decisions that it carries over stand. */
async function askAgain(tx: Tx, env: Environment, actor: PersonActor, { applicationId, processId, restart }: Orphan & { readonly restart: NonNullable<Orphan['restart']> }): Promise<{ readonly elementIds: readonly string[] }> {
  const { restartId, elementIds } = restart;
  const { rows } = await tx.query<{ lostEngineId: string }>(
    `select coalesce(engine_id, '') as "lostEngineId" from outbox where application_id = $1 and kind = 'startProcess' order by created_at desc, id desc limit 1`, [applicationId],
  );
  const { rows: carried } = await tx.query<{ id: string }>('select decision_id as id from carried_decision where restart_id = $1 order by element_id, position', [restartId]);
  await appendEvent(tx, env, {
    type: 'applicationRestarted', actor, applicationId,
    data: { restartId, lostEngineId: rows[0]?.lostEngineId ?? '', lostProcessInstanceKey: null, elementIds: [...elementIds], decisionIds: carried.map(({ id }) => id) },
  });
  const variables = await startVariables(tx, applicationId);
  await enqueue(tx, env, { applicationId, command: { kind: 'startProcess', processId, variables, restart } });
  return { elementIds };
}

/** Where an orphan would begin again, for a supervisor to look at first. */
export function previewRestart(tx: Tx, engineId: string, orphan: Orphan): Promise<RestartPlace> {
  return placeOf(tx, engineId, orphan);
}

/**
 * Asks an engine that has come back to cancel what was begun again elsewhere while it was away: one matter, one process.
 * @returns how many
 */
export async function cancelAbandoned(tx: Tx, env: Environment, engineId: string): Promise<number> {
  const { rows } = await tx.query<{ applicationId: string; processInstanceKey: string }>(
    `update application_restart set lost_cancelled_at = $2 where lost_engine_id = $1 and lost_cancelled_at is null
     returning application_id as "applicationId", lost_process_instance_key as "processInstanceKey"`,
    [engineId, env.now()],
  );
  for (const { applicationId, processInstanceKey } of rows) await enqueue(tx, env, { applicationId, command: { kind: 'cancelInstance', engineId, processInstanceKey } });
  return rows.length;
}
