import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import { requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout } from './transfer.ts';

export interface VoidHold extends HoldIdentity {
  /** A code such as `payoutRejected`, not somebody's words: it goes into the log. */
  readonly reason: string;
}

const reasonCode = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;

/** @throws LedgerError `ledger.invalid` unless it is a code, not somebody's words */
export function requireReasonCode(reason: string): void {
  if (!reasonCode.test(reason)) throw new LedgerError('ledger.invalid', { field: 'reason' });
}

/** The rules of voiding a hold; see `voidHold`. */
export function decideVoid(books: Books, env: Environment, input: VoidHold): Payout {
  const { reason } = input;
  requireReasonCode(reason);
  const hold = requireHold(books, input);
  const { id: transferId, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen } = hold;
  if (hold.state === 'posted') throw new LedgerError('ledger.alreadyPosted', { applicationId, payoutNo });
  if (hold.state === 'voided') {
    if (hold.voidReason !== reason) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
    return hold;
  }

  if (hold.state === 'expired') throw new LedgerError('ledger.holdExpired', { applicationId, payoutNo });
  const now = env.now();
  books.requireUnfrozen(now, applicationId, [debitAccountId, creditAccountId]);
  const voided: Payout = { ...hold, state: 'voided', voidReason: reason, settledAt: now };
  books.settleTransfer(voided);
  books.move({ ...hold, pendingFen: -amountFen, postedFen: 0n });
  books.count(books.budgetChain(hold.budgetId), { heldFen: -amountFen });
  books.append({
    type: 'holdVoided',
    actor: ledgerActor,
    applicationId,
    data: { transferId, payoutNo, debitAccountId, creditAccountId, amountFen, reason },
  });
  return voided;
}
