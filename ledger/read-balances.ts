import type { Tx } from '@gbc/prisma';
import { accountColumns, availableFen, type AccountBalances } from './account.ts';

/** Each given field narrows; none answers every account. */
export interface BalanceFilter {
  readonly accountIds?: readonly string[];
  readonly organisationId?: string;
  readonly projectId?: string;
}

export type AccountStanding = AccountBalances & {
  /** What the account can spend, in fen; of custody, the supply with its sign turned. */
  readonly availableFen: bigint;
};

/** Accounts with their sums, by id; with `at`, as they stood at the end of that moment. */
export async function readBalances(read: Tx['query'], filter: BalanceFilter = {}, at?: Date): Promise<readonly AccountStanding[]> {
  const where = `($1::text[] is null or id = any($1)) and ($2::text is null or organisation_id = $2) and ($3::text is null or project_id = $3)`;
  const values = [filter.accountIds ?? null, filter.organisationId ?? null, filter.projectId ?? null];
  const { rows } = at
    ? await read<AccountBalances>(`with ${accountsAt('$4')} select ${accountColumns} from account_then where ${where} order by id`, [...values, at])
    : await read<AccountBalances>(`select ${accountColumns} from account where ${where} order by id`, values);
  return rows.map((row) => ({ ...row, availableFen: availableFen(row) }));
}

/**
 * CTEs, of which `account_then` has every account as it stood at the end of a moment, given by its place in the statement's values. What
 * happened after it is taken back from the sums of now: so far one looks only at what is younger.
 */
export const accountsAt = (moment: string) => `
  since as (
    select debit_account_id, credit_account_id, amount_fen,
      (state = 'pending')::int - (created_at <= ${moment} and (settled_at is null or settled_at > ${moment}))::int as pending,
      (state = 'posted')::int - (state = 'posted' and settled_at <= ${moment})::int as posted
    from transfer where created_at > ${moment} or settled_at > ${moment}),
  side as (
    select debit_account_id as account_id, pending * amount_fen as debits_pending, posted * amount_fen as debits_posted, 0::bigint as credits_pending, 0::bigint as credits_posted from since
    union all
    select credit_account_id, 0, 0, pending * amount_fen, posted * amount_fen from since),
  change as (
    select account_id, sum(debits_pending)::bigint as debits_pending, sum(debits_posted)::bigint as debits_posted,
      sum(credits_pending)::bigint as credits_pending, sum(credits_posted)::bigint as credits_posted from side group by account_id),
  account_then as (
    select id, kind, organisation_id, project_id, budget_line,
      debits_pending_fen - coalesce(debits_pending, 0) as debits_pending_fen, debits_posted_fen - coalesce(debits_posted, 0) as debits_posted_fen,
      credits_pending_fen - coalesce(credits_pending, 0) as credits_pending_fen, credits_posted_fen - coalesce(credits_posted, 0) as credits_posted_fen
    from account left join change on change.account_id = account.id where opened_at <= ${moment})`;

/** All tokens there are, or were at the end of a moment, in fen: what custody was debited less what it was credited. */
export async function readSupply(read: Tx['query'], at?: Date): Promise<bigint> {
  const custody = (await readBalances(read, {}, at)).filter(({ kind }) => kind === 'custody');
  return custody.reduce((sum, { debitsPostedFen, creditsPostedFen }) => sum + debitsPostedFen - creditsPostedFen, 0n);
}
