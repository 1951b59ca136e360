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

/** Accounts whose lots don't come to what their sums say they hold, with both, in fen. There must be none. */
export async function readLotDifferences(read: Tx['query']): Promise<readonly { readonly accountId: string; readonly lotsFen: bigint; readonly balanceFen: bigint }[]> {
  const { rows } = await read<{ accountId: string; lotsFen: bigint; balanceFen: bigint }>(
    `select account.id "accountId", coalesce(open.fen, 0)::bigint "lotsFen", credits_posted_fen - debits_posted_fen "balanceFen"
     from account left join (select account_id, sum(remaining_fen) as fen from lot where remaining_fen > 0 group by account_id) as open on open.account_id = account.id
     where account.kind <> 'custody' and coalesce(open.fen, 0) <> credits_posted_fen - debits_posted_fen order by account.id`,
  );
  return rows;
}
