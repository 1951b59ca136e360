import type { Tx } from '@gbc/prisma';
import { budgetColumns, type Budget } from './budget.ts';

export type BudgetStanding = Budget & {
  readonly projectId: string | null;
  /** What can still be held, in fen. */
  readonly availableFen: bigint;
};

/** Each given field narrows; none answers every budget. */
export interface BudgetFilter {
  readonly budgetIds?: readonly string[];
  /** The project that the paying account is earmarked for. */
  readonly projectId?: string;
  readonly payerAccountId?: string;
}

/** Budgets with what is held and spent on them, parents before children. */
export async function readBudgets(read: Tx['query'], filter: BudgetFilter = {}): Promise<readonly BudgetStanding[]> {
  const { rows } = await read<BudgetStanding>(
    `select ${budgetColumns}, account.project_id "projectId", limit_fen - held_fen - spent_fen "availableFen"
     from budget join account on account.id = budget.payer_account_id
     where ($1::text[] is null or budget.id = any($1)) and ($2::text is null or account.project_id = $2)
       and ($3::text is null or budget.payer_account_id = $3)
     order by array_position(array['appropriation', 'contract', 'invoice'], budget.level), budget.id`,
    [filter.budgetIds ?? null, filter.projectId ?? null, filter.payerAccountId ?? null],
  );
  return rows;
}
