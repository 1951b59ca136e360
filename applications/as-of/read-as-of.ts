import type { BusinessEvent } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { applicationAsOf, type ApplicationAsOf } from './application.ts';
import { balanceTypes, BalancesAsOf, type AccountAsOf } from './balances.ts';

/** Ledger and processes together, by what the first so many leaves of the log say. */
export interface AsOf {
  /** fen */
  readonly supplyFen: number;
  readonly accounts: readonly AccountAsOf[];
  /** The newest first, by their last event then. */
  readonly applications: readonly ApplicationAsOf[];
  /** How many applications had been submitted by then. */
  readonly applicationCount: number;
}

export interface AsOfOptions {
  /** This application alone. */
  readonly applicationId?: string | undefined;
  readonly applicationsMax: number;
}

const pageSize = 5_000;

/**
 * Computes the state that the log had at `treeSize` from its events alone, so that whoever has the log can compute it too. Reads
 * every movement of money up to there: a question for an auditor, and nothing to poll.
 */
export async function readAsOf(read: Tx['query'], treeSize: number, { applicationId, applicationsMax }: AsOfOptions): Promise<AsOf> {
  const [balances, submitted] = await Promise.all([readBalancesAsOf(read, treeSize), readSubmitted(read, treeSize, applicationId)]);
  const ids = submitted.slice(0, applicationsMax);
  const events = await readEventsBelow(read, treeSize, ids);
  return {
    supplyFen: balances.supplyFen(),
    accounts: balances.holdings(),
    applications: ids.flatMap((id) => applicationAsOf(events.get(id) ?? []) ?? []),
    applicationCount: submitted.length,
  };
}

async function readBalancesAsOf(read: Tx['query'], treeSize: number): Promise<BalancesAsOf> {
  const balances = new BalancesAsOf();
  for (let next = 0; ; ) {
    const { rows } = await read<{ leaf_index: bigint; body: string }>(
      `select leaf_index, body from log_leaf join event on event.id = event_id
       where leaf_index >= $1 and leaf_index < $2 and type = any($3) order by leaf_index limit $4`,
      [next, treeSize, balanceTypes, pageSize],
    );
    for (const { body } of rows) balances.add(JSON.parse(body) as BusinessEvent<(typeof balanceTypes)[number]>);
    if (rows.length < pageSize) return balances;
    next = Number(rows.at(-1)?.leaf_index) + 1;
  }
}

/** Ids of the applications that had been submitted, the one with the newest event first. */
async function readSubmitted(read: Tx['query'], treeSize: number, applicationId: string | undefined): Promise<string[]> {
  const { rows } = await read<{ application_id: string }>(
    `select application_id from event join log_leaf on event_id = event.id
     where leaf_index < $1 and ($2::text is null or application_id = $2)
       and application_id in (select application_id from event e join log_leaf l on l.event_id = e.id where e.type in ('applicationSubmitted', 'redemptionOrdered') and l.leaf_index < $1)
     group by application_id order by max(leaf_index) desc`,
    [treeSize, applicationId ?? null],
  );
  return rows.map((row) => row.application_id);
}

async function readEventsBelow(read: Tx['query'], treeSize: number, applicationIds: readonly string[]): Promise<Map<string, BusinessEvent[]>> {
  const { rows } = await read<{ application_id: string; body: string }>(
    `select application_id, body from event join log_leaf on event_id = event.id
     where application_id = any($1::text[]) and leaf_index < $2 order by leaf_index`,
    [applicationIds, treeSize],
  );
  const byApplication = Map.groupBy(rows, (row) => row.application_id);
  return new Map([...byApplication].map(([id, of]) => [id, of.map(({ body }) => JSON.parse(body) as BusinessEvent)]));
}
