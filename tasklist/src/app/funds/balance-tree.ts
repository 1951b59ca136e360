import type { Account } from '../../api/models/account';

export interface OrganisationBalance {
  organisationId: string | null;
  accounts: Account[];
  receivedFen: number;
  paidFen: number;
  heldFen: number;
  balanceFen: number;
  availableFen: number;
}

const columns = ['receivedFen', 'paidFen', 'heldFen', 'balanceFen', 'availableFen'] as const;

/** Accounts under the member that holds them, each member with its sums; members in the order given, accounts of none last. */
export function balancesByOrganisation(accounts: readonly Account[], order: readonly string[]): OrganisationBalance[] {
  const groups = new Map<string | null, Account[]>();
  for (const account of accounts) groups.set(account.organisationId, [...(groups.get(account.organisationId) ?? []), account]);
  const rank = (id: string | null): number => (id === null ? Infinity : order.includes(id) ? order.indexOf(id) : order.length);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([organisationId, own]) => {
      const sums = Object.fromEntries(columns.map((column) => [column, own.reduce((sum, account) => sum + account[column], 0)]));
      return { organisationId, accounts: own, ...(sums as Record<(typeof columns)[number], number>) };
    });
}
