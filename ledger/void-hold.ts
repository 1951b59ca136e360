import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { lockAccounts, moveBetweenAccounts } from './account.ts';
import { ledgerActor } from './actor.ts';
import { countOnBudgets, readBudgetChain } from './budget.ts';
import { requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { lockApplication, type Payout } from './transfer.ts';

export interface VoidHold extends HoldIdentity {
  /** A code such as `payoutRejected`, not somebody's words: it goes into the log. */
  readonly reason: string;
}

const reasonCode = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;

/**
 * Takes a hold back: the payer can spend the amount again and the budgets are free of it. Voiding again for the same
 * reason answers the same payout and changes nothing.
 * @throws LedgerError `ledger.holdMissing`, `ledger.alreadyPosted`; `ledger.conflict` if it was voided for another reason;
 *   `ledger.invalid` if the reason is no code
 */
export async function voidHold(tx: Tx, env: Environment, input: VoidHold): Promise<Payout> {
  const { reason } = input;
  if (!reasonCode.test(reason)) throw new LedgerError('ledger.invalid', { field: 'reason' });
  await lockApplication(tx, input.applicationId);
  const hold = await requireHold(tx, input);
  const { id, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen } = hold;
  if (hold.state === 'posted') throw new LedgerError('ledger.alreadyPosted', { applicationId, payoutNo });
  if (hold.state === 'voided') {
    if (hold.voidReason !== reason) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
    return hold;
  }

  await lockAccounts(tx, [debitAccountId, creditAccountId]);
  const budgets = await readBudgetChain(tx, hold.budgetId);
  const settledAt = env.now();
  await tx.query(`update transfer set state = 'voided', void_reason = $2, settled_at = $3 where id = $1`, [id, reason, settledAt]);
  await moveBetweenAccounts(tx, { debitAccountId, creditAccountId, pendingFen: -amountFen, postedFen: 0n });
  await countOnBudgets(tx, budgets, { heldFen: -amountFen, spentFen: 0n });
  await appendEvent(tx, env, {
    type: 'holdVoided',
    actor: ledgerActor,
    applicationId,
    data: { transferId: id, payoutNo, debitAccountId, creditAccountId, amountFen, reason },
  });
  return { ...hold, state: 'voided', voidReason: reason, settledAt };
}
