import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';

/** `custody` stands against the bank's custody account: its debits exceed its credits by the supply. */
export type AccountKind = 'custody' | 'holding';

export interface Account {
  readonly id: string;
  readonly kind: AccountKind;
  /** The owner; null only for custody. */
  readonly organisationId: string | null;
  /** What the tokens here are earmarked for; null binds them to nothing. */
  readonly projectId: string | null;
  readonly budgetLine: string | null;
}

/** The four sums of an account, in fen. Pending debits are promised away; pending credits can't be spent yet. */
export interface Balances {
  readonly debitsPendingFen: bigint;
  readonly debitsPostedFen: bigint;
  readonly creditsPendingFen: bigint;
  readonly creditsPostedFen: bigint;
}

export type AccountBalances = Account & Balances;

export const accountColumns = `id, kind, organisation_id "organisationId", project_id "projectId", budget_line "budgetLine",
  debits_pending_fen "debitsPendingFen", debits_posted_fen "debitsPostedFen",
  credits_pending_fen "creditsPendingFen", credits_posted_fen "creditsPostedFen"`;

/** What a holding account can still spend or promise, in fen. */
export function availableFen(balances: Balances): bigint {
  return balances.creditsPostedFen - balances.debitsPostedFen - balances.debitsPendingFen;
}

/**
 * Locks accounts for a change of their sums, always in the order of their ids so that two commands can't wait for
 * each other, and answers them by id.
 * @throws LedgerError `ledger.accountMissing`
 */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<(id: string) => AccountBalances> {
  const { rows } = await tx.query<AccountBalances>(
    `select ${accountColumns} from account where id = any($1::text[]) order by id for no key update`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const get = (id: string): AccountBalances => {
    const account = byId.get(id);
    if (!account) throw new LedgerError('ledger.accountMissing', { accountId: id });
    return account;
  };
  ids.forEach(get);
  return get;
}

/** Adds the same to the debits of one account and to the credits of another: the two sides never differ. */
export async function moveBetweenAccounts(
  tx: Tx,
  move: { readonly debitAccountId: string; readonly creditAccountId: string; readonly pendingFen: bigint; readonly postedFen: bigint },
): Promise<void> {
  await tx.query(
    `update account set
       debits_pending_fen = debits_pending_fen + case id when $1 then $3::bigint else 0 end,
       debits_posted_fen = debits_posted_fen + case id when $1 then $4::bigint else 0 end,
       credits_pending_fen = credits_pending_fen + case id when $2 then $3::bigint else 0 end,
       credits_posted_fen = credits_posted_fen + case id when $2 then $4::bigint else 0 end
     where id in ($1, $2)`,
    [move.debitAccountId, move.creditAccountId, move.pendingFen, move.postedFen],
  );
}
