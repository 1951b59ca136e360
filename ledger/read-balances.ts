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

/** Accounts with their sums, by id. */
export async function readBalances(read: Tx['query'], filter: BalanceFilter = {}): Promise<readonly AccountStanding[]> {
  const { rows } = await read<AccountBalances>(
    `select ${accountColumns} from account
     where ($1::text[] is null or id = any($1)) and ($2::text is null or organisation_id = $2) and ($3::text is null or project_id = $3)
     order by id`,
    [filter.accountIds ?? null, filter.organisationId ?? null, filter.projectId ?? null],
  );
  return rows.map((row) => ({ ...row, availableFen: availableFen(row) }));
}

/** All tokens there are, in fen: what custody was debited less what it was credited. */
export async function readSupply(read: Tx['query']): Promise<bigint> {
  const { rows } = await read<{ supplyFen: bigint }>(
    `select coalesce(sum(debits_posted_fen - credits_posted_fen), 0)::bigint "supplyFen" from account where kind = 'custody'`,
  );
  return rows[0]?.supplyFen ?? 0n;
}
