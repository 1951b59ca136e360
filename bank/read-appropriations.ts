import { readBudgets } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';

/** What a deposit can be for. */
export interface AppropriationListing {
  readonly reference: string;
  readonly limitFen: bigint;
  /** How much may still be paid in. */
  readonly roomFen: bigint;
}

/** Every appropriation by its reference. */
export async function readAppropriations(read: Tx['query']): Promise<readonly AppropriationListing[]> {
  const { rows } = await read<{ reference: string; budgetId: string; matchedFen: bigint }>(
    `select appropriation_reference.reference, appropriation_reference.budget_id "budgetId", coalesce(sum(amount_fen) filter (where state in ('matched', 'minted')), 0)::bigint "matchedFen"
     from appropriation_reference left join deposit_advice on deposit_advice.budget_id = appropriation_reference.budget_id
     group by appropriation_reference.reference, appropriation_reference.budget_id order by appropriation_reference.reference`,
  );
  const budgets = new Map((await readBudgets(read, { budgetIds: rows.map(({ budgetId }) => budgetId) })).map((budget) => [budget.id, budget.limitFen]));
  return rows.map(({ reference, budgetId, matchedFen }) => {
    const limitFen = budgets.get(budgetId) ?? 0n;
    return { reference, limitFen, roomFen: limitFen - matchedFen };
  });
}
