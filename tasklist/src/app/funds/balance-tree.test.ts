import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../api/models/account';
import { balancesBy } from './balance-tree.ts';

const nothing = { budgetLine: null, appropriatedFen: null, receivedFen: 0, paidFen: 0, setAsideFen: 0, redeemedFen: 0, heldFen: 0, balanceFen: 0, availableFen: 0, isFrozen: false, isRedeemable: false };
const account = (organisationId: string | null, projectId: string, sums: Partial<Account>): Account => ({ ...nothing, accountId: `${organisationId} ${projectId}`, kind: 'holding', organisationId, projectId, ...sums });

// Of 100 that came in, the street was handed 60, keeps 5 of it for its own costs and paid a firm 20, which redeemed 8.
const accounts = [
  account('street', 'road', { appropriatedFen: 80, receivedFen: 60, paidFen: 20, setAsideFen: 5, balanceFen: 35, heldFen: 10, availableFen: 25 }),
  account('street', 'road', { kind: 'operating', receivedFen: 5, balanceFen: 5, availableFen: 5 }),
  account('firm', 'road', { receivedFen: 20, redeemedFen: 8, balanceFen: 12, availableFen: 12 }),
  account('district', 'road', { appropriatedFen: 500, receivedFen: 100, paidFen: 60, balanceFen: 40, availableFen: 40 }),
  account('street', 'school', { appropriatedFen: 30 }),
];
const columns = ['appropriatedFen', 'receivedFen', 'paidFen', 'setAsideFen', 'redeemedFen', 'balanceFen', 'heldFen', 'availableFen'] as const;

test('each member has the sums of its accounts, in the order of the tiers; what it sets aside came in once', () => {
  assert.deepEqual(balancesBy('organisation', accounts, ['district', 'street']).map((it) => [it.id, ...columns.map((column) => it[column])]), [
    ['district', 500, 100, 60, 0, 0, 40, 0, 40],
    ['street', 110, 60, 20, 5, 0, 40, 10, 30],
    ['firm', null, 20, 0, 0, 8, 12, 0, 12],
  ]);
});

test('what came in for a project is counted once, however many tiers it passed', () => {
  assert.deepEqual(balancesBy('project', accounts, ['school', 'road']).map((it) => [it.id, ...columns.map((column) => it[column])]), [
    ['school', 30, 0, 0, 0, 0, 0, 0, 0],
    ['road', 500, 100, 20, 5, 8, 92, 10, 82],
  ]);
});
