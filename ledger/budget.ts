import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';

export type BudgetLevel = 'appropriation' | 'contract' | 'invoice';

/** A ceiling on what an account may pay. A payment counts on its budget and on every one above it. */
export interface Budget {
  readonly id: string;
  readonly level: BudgetLevel;
  readonly parentId: string | null;
  readonly payerAccountId: string;
  /** The only account that may be paid; set on contracts alone. */
  readonly payeeAccountId: string | null;
  readonly limitFen: bigint;
  /** Minted into it; always 0 below an appropriation. */
  readonly fundedFen: bigint;
  readonly heldFen: bigint;
  readonly spentFen: bigint;
}

export const budgetColumns = `budget.id, budget.level, budget.parent_id "parentId", budget.payer_account_id "payerAccountId",
  budget.payee_account_id "payeeAccountId", budget.limit_fen "limitFen", budget.funded_fen "fundedFen",
  budget.held_fen "heldFen", budget.spent_fen "spentFen"`;

const levels: readonly BudgetLevel[] = ['appropriation', 'contract', 'invoice'];

/**
 * A budget and all above it, from the appropriation down. The lock on their paying account guards them too, since nothing
 * else counts on them: take it first.
 * @throws LedgerError `ledger.budgetMissing`
 */
export async function readBudgetChain(tx: Tx, budgetId: string): Promise<readonly Budget[]> {
  const { rows } = await tx.query<Budget>(
    `with recursive chain as (
       select * from budget where id = $1
       union all
       select parent.* from budget parent join chain on parent.id = chain.parent_id)
     select ${budgetColumns} from chain budget`,
    [budgetId],
  );
  if (rows.length === 0) throw new LedgerError('ledger.budgetMissing', { budgetId });
  return rows.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** Adds to what is held and spent on each of `budgets`, in fen; negative takes away. */
export async function countOnBudgets(
  tx: Tx,
  budgets: readonly Budget[],
  change: { readonly heldFen: bigint; readonly spentFen: bigint },
): Promise<void> {
  await tx.query('update budget set held_fen = held_fen + $2, spent_fen = spent_fen + $3 where id = any($1::text[])', [
    budgets.map((budget) => budget.id),
    change.heldFen,
    change.spentFen,
  ]);
}

/** True for an account that pays under an appropriation, as offices do and suppliers don't. */
export async function hasAppropriation(tx: Tx, accountId: string): Promise<boolean> {
  const { rowCount } = await tx.query(`select from budget where payer_account_id = $1 and level = 'appropriation' limit 1`, [accountId]);
  return rowCount === 1;
}
