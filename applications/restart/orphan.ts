import type { Tx } from '@gbc/prisma';

/** A matter whose process has gone with the data of the engine that it ran on. */
export interface Orphan {
  readonly applicationId: string;
  readonly processId: string;
  /** Null for a deposit. */
  readonly title: string | null;
  readonly state: string | null;
  readonly amountFen: bigint | null;
  /** The office whose supervisors see to it; null for a deposit, which is the district's. */
  readonly payerOrganisationId: string | null;
  /** Null where the engine was lost before it told that the process had begun. */
  readonly engineId: string | null;
  readonly processInstanceKey: string | null;
  readonly startedAt: Date | null;
  /** What was asked for, where it is a restart that was lost before its engine told of it. */
  readonly restart: { readonly restartId: string; readonly elementIds: readonly string[] } | null;
}

/** So long an engine may take to tell of a process that it was asked to start, while its data are there. */
const startTellingMs = 120_000;

/**
 * Matters that stand on an engine other than the one that runs now, and those that an engine took and never told of: nothing will
 * move them. Oldest first.
 * @param engineId the data set that answers now
 */
export async function listOrphans(read: Tx['query'], engineId: string, now: Date, applicationId?: string): Promise<Orphan[]> {
  const { rows } = await read<Orphan>(
    `select matter.*, a.title, a.state, a.amount_fen as "amountFen", a.payer_organisation_id as "payerOrganisationId"
     from (
       select p.application_id as "applicationId", p.process_id as "processId", p.engine_id as "engineId", p.process_instance_key as "processInstanceKey", p.started_at as "startedAt",
              null::jsonb as restart
       from process_instance p
       where p.state = 'running' and p.engine_id <> $1 and p.parent_process_instance_key is null and p.application_id is not null
       union all
       select o.application_id, o.payload ->> 'processId', null, null, null, o.payload -> 'restart'
       from outbox o left join application_restart r on r.id = (o.payload #>> '{restart,restartId}')::uuid
       where o.kind = 'startProcess' and o.outcome = 'accepted' and (o.done_at < $2 or o.engine_id <> $1)
         and not exists (select from outbox later where later.application_id = o.application_id and later.kind = o.kind and (later.created_at, later.id) > (o.created_at, o.id))
         and case when r.id is null then not exists (select from process_instance p where p.application_id = o.application_id) else r.process_instance_key is null end) matter
     left join application a on a.id = "applicationId"
     where $3::text is null or "applicationId" = $3
     order by "startedAt" nulls first, "applicationId"`,
    [engineId, new Date(now.getTime() - startTellingMs), applicationId ?? null],
  );
  return rows;
}
