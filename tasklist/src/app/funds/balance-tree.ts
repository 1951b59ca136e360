import type { Account } from '../../api/models/account';

/** Under what accounts are added up. */
export const balanceKeys = ['organisation', 'project'] as const;
export type BalanceKey = (typeof balanceKeys)[number];

const columns = ['receivedFen', 'paidFen', 'setAsideFen', 'redeemedFen', 'heldFen', 'balanceFen', 'availableFen'] as const;

export interface BalanceSums extends Record<(typeof columns)[number], number> {
  /** Null where none of the accounts has an appropriation. */
  appropriatedFen: number | null;
}

export interface BalanceGroup extends BalanceSums {
  /** Of the member or project; null for accounts of none. */
  id: string | null;
  accounts: Account[];
}

/**
 * Sums over accounts that hand money to each other. What a member sets aside stays with it, so that it came in once. What came in for a
 * project is with its members or redeemed; it was paid where it left those who pay under appropriations, and a lower tier's appropriation
 * is part of the upper one's.
 */
function sumsOf(key: BalanceKey, accounts: readonly Account[]): BalanceSums {
  const sumOf = (column: (typeof columns)[number], of = accounts): number => of.reduce((sum, account) => sum + account[column], 0);
  const sums = Object.fromEntries(columns.map((column) => [column, sumOf(column)])) as Record<(typeof columns)[number], number>;
  const appropriated = accounts.flatMap(({ appropriatedFen }) => appropriatedFen ?? []);
  if (key === 'organisation') {
    return { ...sums, receivedFen: sums.receivedFen - sums.setAsideFen, appropriatedFen: appropriated.length > 0 ? appropriated.reduce((sum, fen) => sum + fen, 0) : null };
  }
  const payees = accounts.filter(({ kind, appropriatedFen }) => kind === 'holding' && appropriatedFen === null);
  return { ...sums, receivedFen: sums.balanceFen + sums.redeemedFen, paidFen: sumOf('receivedFen', payees), appropriatedFen: appropriated.length > 0 ? Math.max(...appropriated) : null };
}

/** Accounts under the member that holds them or the project they are for, each with its sums; in the order given, accounts of none last. */
export function balancesBy(key: BalanceKey, accounts: readonly Account[], order: readonly string[]): BalanceGroup[] {
  const groups = new Map<string | null, Account[]>();
  for (const account of accounts) {
    const id = key === 'organisation' ? account.organisationId : account.projectId;
    groups.set(id, [...(groups.get(id) ?? []), account]);
  }
  const rank = (id: string | null): number => (id === null ? Infinity : order.includes(id) ? order.indexOf(id) : order.length);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b)).map(([id, own]) => ({ id, accounts: own, ...sumsOf(key, own) }));
}
