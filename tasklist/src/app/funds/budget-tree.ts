import type { Budget } from '../../api/models/budget';

export interface BudgetRow {
  readonly budget: Budget;
  /** 0 for an appropriation. */
  readonly depth: number;
  readonly childCount: number;
}

/** Budgets from the appropriations down, each under what it counts on, the larger first; below a contract only what the reader opened. */
export function budgetRows(budgets: readonly Budget[], opened: ReadonlySet<string>): BudgetRow[] {
  const childrenOf = new Map<string | null, Budget[]>();
  for (const budget of budgets) childrenOf.set(budget.parentId, [...(childrenOf.get(budget.parentId) ?? []), budget]);
  const rowsBelow = (parentId: string | null, depth: number): BudgetRow[] =>
    [...(childrenOf.get(parentId) ?? [])].sort((a, b) => b.limitFen - a.limitFen).flatMap((budget) => {
      const childCount = childrenOf.get(budget.budgetId)?.length ?? 0;
      const isOpen = budget.level === 'appropriation' || opened.has(budget.budgetId);
      return [{ budget, depth, childCount }, ...(isOpen ? rowsBelow(budget.budgetId, depth + 1) : [])];
    });
  return rowsBelow(null, 0);
}
