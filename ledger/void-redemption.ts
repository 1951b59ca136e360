import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import { LedgerError } from './ledger-error.ts';
import { paymentFactsOf, paymentIdOf, requireRedemption } from './redemption.ts';
import type { Burn } from './transfer.ts';
import { requireReasonCode, type VoidHold } from './void-hold.ts';

/** The rules of releasing the tokens of a redemption; see `voidRedemption`. */
export function decideVoidRedemption(books: Books, env: Environment, input: VoidHold): Burn {
  const { reason } = input;
  requireReasonCode(reason);
  const held = requireRedemption(books, input);
  const { id: transferId, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen } = held;
  if (held.state === 'posted') throw new LedgerError('ledger.alreadyPosted', { applicationId, payoutNo });
  if (held.state === 'voided') {
    if (held.voidReason !== reason) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
    return held;
  }
  books.requireUnfrozen(env.now(), applicationId, [debitAccountId]);
  const { instructed, confirmed, isRefused } = paymentFactsOf(books.matter(applicationId).evidence, payoutNo);
  if (confirmed || (instructed && !isRefused)) throw new LedgerError('ledger.paymentOpen', { paymentId: paymentIdOf(held) });

  const voided: Burn = { ...held, state: 'voided', voidReason: reason, settledAt: env.now() };
  books.settleTransfer(voided);
  books.move({ ...held, pendingFen: -amountFen, postedFen: 0n });
  books.append({
    type: 'redemptionVoided',
    actor: ledgerActor,
    applicationId,
    data: { transferId, payoutNo, debitAccountId, creditAccountId, amountFen, reason },
  });
  return voided;
}
