import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import type { HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { paymentFactsOf, paymentIdOf, requireOrderApproval, requireRedemption } from './redemption.ts';
import type { Burn } from './transfer.ts';

/** The rules of telling the bank to pay; see `instructRedemption`. */
export function decideInstruct(books: Books, env: Environment, input: HoldIdentity): Burn {
  const held = requireRedemption(books, input);
  const { id: transferId, applicationId, payoutNo, amountFen } = held;
  const { evidence } = books.matter(applicationId);
  if (paymentFactsOf(evidence, payoutNo).instructed) return held;
  if (held.state === 'voided') throw new LedgerError('ledger.alreadyVoided', { applicationId, payoutNo });
  books.requireUnfrozen(env.now(), applicationId, [held.debitAccountId]);

  const decisionIds = [requireOrderApproval(evidence, held).decisionId];
  books.notePayment(applicationId, { kind: 'instructed', payoutNo, decisionIds });
  books.append({
    type: 'paymentInstructed',
    actor: ledgerActor,
    applicationId,
    data: { paymentId: paymentIdOf(held), transferId, payoutNo, amountFen, decisionIds },
  });
  return held;
}
