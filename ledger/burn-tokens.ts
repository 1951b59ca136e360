import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import type { HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { paymentFactsOf, paymentIdOf, requireRedemption } from './redemption.ts';
import type { Burn } from './transfer.ts';

/** The rules of burning; see `burnTokens`. */
export function decideBurn(books: Books, env: Environment, input: HoldIdentity): Burn {
  const held = requireRedemption(books, input);
  if (held.state === 'posted') return held;
  const { id: transferId, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen } = held;
  if (held.state === 'voided') throw new LedgerError('ledger.alreadyVoided', { applicationId, payoutNo });

  const paymentId = paymentIdOf(held);
  const { instructed, confirmed } = paymentFactsOf(books.matter(applicationId).evidence, payoutNo);
  if (!instructed) throw new LedgerError('ledger.approvalMissing', { missing: 'paymentInstructed', required: 1, found: 0 });
  if (!confirmed || confirmed.paymentId !== paymentId || BigInt(confirmed.amountFen) !== amountFen) {
    throw new LedgerError('ledger.paymentMissing', { paymentId, amountFen, paidFen: confirmed?.amountFen ?? 0 });
  }

  const decisionIds = [...instructed.decisionIds];
  const burned: Burn = { ...held, state: 'posted', postDecisionIds: decisionIds, settledAt: env.now() };
  books.settleTransfer(burned);
  books.move({ ...held, pendingFen: -amountFen, postedFen: amountFen });
  const lots = books.moveLots(burned, () => env.newId());
  books.append({
    type: 'tokensBurned',
    actor: ledgerActor,
    applicationId,
    data: {
      transferId, payoutNo, debitAccountId, creditAccountId, amountFen, paymentId, decisionIds,
      lots: lots.map(({ from, lot }) => ({ lotId: lot.id, fromLotId: from.lot.id, adviceId: lot.adviceId, amountFen: from.amountFen })),
    },
  });
  return burned;
}
