import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Budget } from '../../api/models/budget';
import { budgetRows } from './budget-tree.ts';

const budget = (budgetId: string, level: Budget['level'], parentId: string | null): Budget => ({ budgetId, level, parentId, payerOrganisationId: 'street', payeeOrganisationId: null, limitFen: 10, heldFen: 0, spentFen: 0, availableFen: 10 });
const budgets = [budget('a', 'appropriation', null), budget('b', 'appropriation', null), budget('c1', 'contract', 'a'), budget('c2', 'contract', 'a'), budget('i1', 'invoice', 'c1'), budget('i2', 'invoice', 'c1')];
const shown = (opened: string[]) => budgetRows(budgets, new Set(opened)).map((row) => [row.budget.budgetId, row.depth, row.childCount]);

test('budgets stand under what they count on; invoices show when their contract is opened', () => {
  assert.deepEqual(shown([]), [['a', 0, 2], ['c1', 1, 2], ['c2', 1, 0], ['b', 0, 0]]);
  assert.deepEqual(shown(['c1']), [['a', 0, 2], ['c1', 1, 2], ['i1', 2, 0], ['i2', 2, 0], ['c2', 1, 0], ['b', 0, 0]]);
});
