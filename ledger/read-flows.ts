import type { Tx } from '@gbc/prisma';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

/**
 * Whose money a picture follows: all of a project's deposits; or what one application was paid (of a deposit, `deposit:<adviceId>`, what
 * was minted), or one lot: back to the deposits that it came from, and forward to where it is.
 */
export type FlowScope = { readonly projectId: string } | { readonly applicationId: string } | { readonly lotId: string };

/** Money of the scope that went from one place to the next, added up over all transfers. */
export interface MoneyFlow {
  /** The account that paid; null where a deposit came in. */
  readonly fromAccountId: string | null;
  /** The deposit that came in; null between accounts. */
  readonly adviceId: string | null;
  /** Custody where the bank paid it out and the tokens ended. */
  readonly toAccountId: string;
  /** What went and stayed there or went on, in fen: less what corrections brought back. */
  readonly amountFen: bigint;
  /** What corrections brought back, in fen. */
  readonly returnedFen: bigint;
  readonly transferCount: number;
  /** Whether it led to what the scope names; else it came after. */
  readonly isBefore: boolean;
}

/** One place to the next, as a {@link MoneyFlow} names them. */
export type FlowEnds = Pick<MoneyFlow, 'fromAccountId' | 'adviceId' | 'toAccountId'>;

/** A transfer and how much of it the money of the scope was, in fen. */
export interface FlowTransfer {
  readonly transfer: Transfer;
  readonly shareFen: bigint;
}

/** "offset 0" keeps each look-up one by index: joined, the planner would read whole tables for a handful of rows. */
const lotColumns = 'lot.id, lot.parent_id, lot.account_id, lot.advice_id, lot.transfer_id, lot.amount_fen';
const settledThen = (lot: string) => `cross join lateral (select from transfer where transfer.id = ${lot}.transfer_id and transfer.settled_at <= $2 offset 0) as settled`;

/** The lots of a project are those of the deposits that were minted for it. */
const projectSteps = (isPast: boolean) => `
  deposit as (select advice_id from lot where parent_id is null and project_id = $1),
  step as materialized (
    select lot.*, false as is_before from deposit
    cross join lateral (select ${lotColumns} from lot where lot.advice_id = deposit.advice_id offset 0) as lot ${isPast ? settledThen('lot') : ''})`;

/** From lots up to the mints, each with as much as came down to them; and down to where they are. */
const stepsThrough = (seeds: string, isPast: boolean) => `
  seed as (select lot.* from (${seeds}) as lot ${isPast ? settledThen('lot') : ''}),
  above as (
    select * from seed
    union all
    select lot.id, lot.parent_id, lot.account_id, lot.advice_id, lot.transfer_id, above.amount_fen from above
    cross join lateral (select * from lot where lot.id = above.parent_id offset 0) as lot),
  below as (
    select * from seed
    union all
    select lot.* from below
    cross join lateral (select ${lotColumns} from lot where lot.parent_id = below.id offset 0) as lot ${isPast ? settledThen('lot') : ''}),
  step as materialized (
    select id, parent_id, account_id, advice_id, transfer_id, sum(amount_fen)::bigint as amount_fen, true as is_before
    from above group by id, parent_id, account_id, advice_id, transfer_id
    union all
    select below.*, false from below where not exists (select from seed where seed.id = below.id))`;

const seedsOfApplication = `
  select lot.* from transfer cross join lateral (select ${lotColumns} from lot where lot.transfer_id = transfer.id offset 0) as lot where transfer.application_id = $1`;
const seedOfLot = `select ${lotColumns} from lot where id = $1::uuid`;

function stepsOf(scope: FlowScope, isPast: boolean): { readonly steps: string; readonly key: string } {
  if ('projectId' in scope) return { steps: projectSteps(isPast), key: scope.projectId };
  if ('applicationId' in scope) return { steps: stepsThrough(seedsOfApplication, isPast), key: scope.applicationId };
  return { steps: stepsThrough(seedOfLot, isPast), key: scope.lotId };
}

/**
 * Each lot as money that moved from its parent's account to its own. A correction is told as less of what it takes back; it alone
 * brings tokens to the account that they were paid from, so that only such lots are looked up.
 */
const moved = `
  moved as (
    select step.transfer_id, step.amount_fen, step.is_before, took_back.is_return,
      case when took_back.is_return then step.account_id else parent.account_id end as from_id,
      case when took_back.is_return then parent.account_id else step.account_id end as to_id,
      case when step.parent_id is null then step.advice_id end as advice_id
    from step left join step parent on parent.id = step.parent_id left join step payer on payer.id = parent.parent_id
    cross join lateral (
      select coalesce(payer.account_id = step.account_id and (select kind = 'correction' from transfer where transfer.id = step.transfer_id), false) as is_return
    ) as took_back)`;

/** The money of a scope from place to place, now or at the end of a moment in the past; deposits first. What flows into an account is what flows out of it and what it has. */
export async function readFlows(read: Tx['query'], scope: FlowScope, at?: Date): Promise<readonly MoneyFlow[]> {
  const { steps, key } = stepsOf(scope, at !== undefined);
  const { rows } = await read<MoneyFlow>(
    `with recursive ${steps}, ${moved}
     select from_id "fromAccountId", advice_id "adviceId", to_id "toAccountId", bool_or(is_before) "isBefore",
       sum(case when is_return then -amount_fen else amount_fen end)::bigint "amountFen",
       coalesce(sum(amount_fen) filter (where is_return), 0)::bigint "returnedFen", count(distinct transfer_id)::int "transferCount"
     from moved group by from_id, advice_id, to_id order by advice_id nulls last, from_id, to_id`,
    at ? [key, at] : [key],
  );
  return rows;
}

/** The transfers behind one flow of a scope, corrections among them, the newest first; those that come after `afterTransferId`. */
export async function readFlowTransfers(
  read: Tx['query'],
  scope: FlowScope,
  { fromAccountId, adviceId, toAccountId }: FlowEnds,
  { at, afterTransferId, limit }: { readonly at?: Date | undefined; readonly afterTransferId?: string | undefined; readonly limit: number },
): Promise<readonly FlowTransfer[]> {
  const { steps, key } = stepsOf(scope, true);
  const { rows } = await read<TransferRow & { shareFen: bigint }>(
    `with recursive ${steps}, ${moved},
     share as (
       select transfer_id, sum(amount_fen)::bigint as fen from moved
       where from_id is not distinct from $3 and advice_id is not distinct from $4 and to_id = $5 group by transfer_id)
     select ${transferColumns}, share.fen "shareFen" from share cross join lateral (select * from transfer where transfer.id = share.transfer_id offset 0) as transfer
     where $6::uuid is null or (transfer.settled_at, transfer.id) < (select last.settled_at, last.id from transfer last where last.id = $6)
     order by transfer.settled_at desc, transfer.id desc limit $7`,
    [key, at ?? 'infinity', fromAccountId, adviceId, toAccountId, afterTransferId ?? null, limit],
  );
  return rows.map((row) => ({ transfer: toTransfer(row), shareFen: row.shareFen }));
}
