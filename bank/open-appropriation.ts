import type { Environment } from '@gbc/events';
import { openBudget } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { BankError } from './bank-error.ts';

export interface OpenAppropriation {
  /** What deposits for it carry, word for word. */
  readonly reference: string;
  readonly budgetId: string;
  /** The account that its deposits are minted to and that pays under it. */
  readonly accountId: string;
  readonly limitFen: bigint;
}

/**
 * Opens an appropriation that deposits fund: its budget, and the reference by which they find it. Again with the same
 * content it changes nothing.
 * @throws BankError `bank.appropriationConflict` if the reference stands for another; LedgerError of `openBudget`
 */
export async function openAppropriation(tx: Tx, env: Environment, input: OpenAppropriation): Promise<void> {
  const { reference, budgetId, accountId, limitFen } = input;
  await openBudget(tx, env, { id: budgetId, level: 'appropriation', payerAccountId: accountId, limitFen });
  await tx.query('insert into appropriation_reference (reference, budget_id, account_id) values ($1, $2, $3) on conflict do nothing', [
    reference,
    budgetId,
    accountId,
  ]);
  const { rowCount } = await tx.query('select from appropriation_reference where reference = $1 and budget_id = $2 and account_id = $3', [
    reference,
    budgetId,
    accountId,
  ]);
  if (rowCount === 0) throw new BankError('bank.appropriationConflict', { reference });
}
