import type { Tx } from '@gbc/prisma';

/** So many fen of a deposit. */
export interface DepositShare {
  readonly adviceId: string;
  readonly amountFen: bigint;
}

/** So many fen that an account holds. */
export interface AccountShare {
  readonly accountId: string;
  readonly amountFen: bigint;
}

/** Which deposits paid an application: what each gave, in fen. Nothing while its payout is not posted. */
export async function readDepositsBehind(read: Tx['query'], applicationId: string): Promise<readonly DepositShare[]> {
  const { rows } = await read<DepositShare>(
    `select lot.advice_id "adviceId", sum(lot.amount_fen)::bigint "amountFen" from lot join transfer on transfer.id = lot.transfer_id
     where transfer.application_id = $1 group by lot.advice_id order by min(lot.no)`,
    [applicationId],
  );
  return rows;
}

/** Where a deposit is: who holds its tokens, now or at the end of a moment in the past. */
export async function readHoldersOf(read: Tx['query'], adviceId: string, at?: Date): Promise<readonly AccountShare[]> {
  const { rows } = await read<AccountShare>(
    `with received as (
       select lot.id, lot.parent_id, lot.account_id, lot.amount_fen from lot join transfer on transfer.id = lot.transfer_id
       where lot.advice_id = $1 and ($2::timestamptz is null or transfer.settled_at <= $2)),
     handed_on as (select parent_id, sum(amount_fen) as amount_fen from received where parent_id is not null group by parent_id)
     select received.account_id "accountId", sum(received.amount_fen - coalesce(handed_on.amount_fen, 0))::bigint "amountFen"
     from received left join handed_on on handed_on.parent_id = received.id
     group by received.account_id having sum(received.amount_fen - coalesce(handed_on.amount_fen, 0)) > 0 order by received.account_id`,
    [adviceId, at ?? null],
  );
  return rows;
}

/** A lot, how it came, and what it still has. */
export interface LotStanding {
  readonly lotId: string;
  readonly adviceId: string;
  readonly accountId: string;
  readonly projectId: string | null;
  readonly amountFen: bigint;
  /** What has not left again, in fen, now or at the moment asked for. */
  readonly leftFen: bigint;
  readonly parentLotId: string | null;
  readonly transferId: string;
  /** Business id of the transfer that made it: of a mint `deposit:<adviceId>`. */
  readonly applicationId: string;
  readonly receivedAt: Date;
}

/** Which lots: those with these ids, those that transfers with these business ids made, or those minted for a project. */
export type LotFilter = { readonly lotIds: readonly string[] } | { readonly applicationIds: readonly string[] } | { readonly mintedForProjectId: string };

function selectLots(filter: LotFilter): { readonly lots: string; readonly value: string | readonly string[] } {
  if ('lotIds' in filter) {
    return { lots: 'select lot.* from unnest($1::uuid[]) as named(id) cross join lateral (select * from lot where lot.id = named.id offset 0) as lot', value: filter.lotIds };
  }
  if ('mintedForProjectId' in filter) return { lots: 'select * from lot where parent_id is null and project_id = $1', value: filter.mintedForProjectId };
  return {
    lots: `select lot.* from unnest($1::text[]) as named(id)
      cross join lateral (select id from transfer where transfer.application_id = named.id offset 0) as made
      cross join lateral (select * from lot where lot.transfer_id = made.id offset 0) as lot`,
    value: filter.applicationIds,
  };
}

/** Lots in the order that they came, with what they have, now or at the end of a moment in the past; later ones are left out. */
export async function readLots(read: Tx['query'], filter: LotFilter, at?: Date): Promise<readonly LotStanding[]> {
  const { lots, value } = selectLots(filter);
  const left = at
    ? `lot.amount_fen - coalesce((
         select sum(child.amount_fen) from lot child cross join lateral (select from transfer where transfer.id = child.transfer_id and transfer.settled_at <= $2 offset 0) as settled
         where child.parent_id = lot.id), 0)::bigint`
    : 'lot.remaining_fen';
  const { rows } = await read<LotStanding>(
    `select lot.id "lotId", lot.advice_id "adviceId", lot.account_id "accountId", lot.project_id "projectId", lot.amount_fen "amountFen", ${left} "leftFen",
       lot.parent_id "parentLotId", transfer.id "transferId", transfer.application_id "applicationId", transfer.settled_at "receivedAt"
     from (${lots}) as lot
     cross join lateral (select id, application_id, settled_at from transfer where transfer.id = lot.transfer_id offset 0) as transfer
     ${at ? 'where transfer.settled_at <= $2' : ''} order by lot.no`,
    at ? [value, at] : [value],
  );
  return rows;
}

/** Accounts whose lots don't come to what their sums say they hold, with both, in fen. There must be none. */
export async function readLotDifferences(read: Tx['query']): Promise<readonly { readonly accountId: string; readonly lotsFen: bigint; readonly balanceFen: bigint }[]> {
  const { rows } = await read<{ accountId: string; lotsFen: bigint; balanceFen: bigint }>(
    `select account.id "accountId", coalesce(open.fen, 0)::bigint "lotsFen", credits_posted_fen - debits_posted_fen "balanceFen"
     from account left join (select account_id, sum(remaining_fen) as fen from lot where remaining_fen > 0 group by account_id) as open on open.account_id = account.id
     where account.kind <> 'custody' and coalesce(open.fen, 0) <> credits_posted_fen - debits_posted_fen order by account.id`,
  );
  return rows;
}
