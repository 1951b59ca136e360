import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../api/models/account';
import { balancesByOrganisation } from './balance-tree.ts';

const account = (organisationId: string | null, balanceFen: number): Account => ({
  accountId: `${organisationId}-${balanceFen}`,
  organisationId,
  projectId: null,
  budgetLine: null,
  receivedFen: balanceFen + 10,
  paidFen: 10,
  heldFen: 1,
  balanceFen,
  availableFen: balanceFen - 1,
});

test('each member has the sums of its accounts, in the order of the tiers', () => {
  const balances = balancesByOrganisation([account('street', 5), account(null, 1), account('district', 100), account('street', 7)], ['district', 'street']);
  assert.deepEqual(balances.map((it) => [it.organisationId, it.balanceFen, it.availableFen, it.heldFen]), [
    ['district', 100, 99, 1],
    ['street', 12, 10, 2],
    [null, 1, 0, 1],
  ]);
});
