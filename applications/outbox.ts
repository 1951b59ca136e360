import type { Environment } from '@gbc/events';
import type { Modification, Variables } from '@gbc/engine';
import { prepared, type Tx } from '@gbc/prisma';

/** What is still to be told to the engine. */
export type EngineCommand =
  | {
      readonly kind: 'startProcess';
      readonly processId: string;
      readonly variables: Variables;
      /** In place of one that was lost, before these elements; without any at the start event. */
      readonly restart?: { readonly restartId: string; readonly elementIds: readonly string[] };
    }
  | { readonly kind: 'completeTask'; readonly engineId: string; readonly taskKey: string; readonly variables: Variables }
  | { readonly kind: 'publishMessage'; readonly name: string; readonly correlationKey: string; readonly messageId: string; readonly timeToLiveMs: number }
  | ({ readonly kind: 'modifyInstance'; readonly engineId: string } & Modification)
  | { readonly kind: 'setVariables'; readonly engineId: string; readonly processInstanceKey: string; readonly variables: Variables }
  | { readonly kind: 'cancelInstance'; readonly engineId: string; readonly processInstanceKey: string };

export interface OutboxItem {
  readonly id: string;
  readonly applicationId: string;
  readonly decisionId: string | null;
  readonly command: EngineCommand;
  readonly attempts: number;
}

/** Puts a command in the outbox, in the transaction of the change that asks for it. @returns the item's id */
export async function enqueue(
  tx: Tx,
  env: Environment,
  it: { applicationId: string; decisionId?: string; command: EngineCommand },
): Promise<string> {
  const id = env.newId();
  const now = env.now();
  await tx.query(
    prepared(`insert into outbox (id, kind, application_id, decision_id, payload, next_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)`),
    [id, it.command.kind, it.applicationId, it.decisionId ?? null, JSON.stringify(it.command), now],
  );
  return id;
}

/** Items due at `now`, oldest first. */
export async function readDue(read: Tx['query'], now: Date, limit: number): Promise<OutboxItem[]> {
  const { rows } = await read<OutboxItem>(
    prepared(`select id, application_id as "applicationId", decision_id as "decisionId", payload as command, attempts
     from outbox where done_at is null and next_at <= $1 order by created_at, id limit $2`),
    [now, limit],
  );
  return rows;
}

/** Marks items as answered, by which data set of the engine; a second time changes nothing. */
export async function markDone(
  tx: Tx,
  env: Environment,
  answered: readonly { readonly id: string; readonly outcome: 'accepted' | 'refused'; readonly engineId: string }[],
): Promise<void> {
  await tx.query(
    prepared(`update outbox set done_at = $1, outcome = row.outcome, engine_id = row.engine_id from unnest($2::uuid[], $3::text[], $4::text[]) as row (id, outcome, engine_id)
     where outbox.id = row.id and done_at is null`),
    [env.now(), answered.map(({ id }) => id), answered.map(({ outcome }) => outcome), answered.map(({ engineId }) => engineId)],
  );
}

/** Puts an item off by `delayMs`. */
export async function postpone(tx: Tx, env: Environment, id: string, delayMs: number): Promise<void> {
  await tx.query('update outbox set attempts = attempts + 1, next_at = $2 where id = $1', [id, new Date(env.now().getTime() + delayMs)]);
}
