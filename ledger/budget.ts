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
