import type { Environment } from '@gbc/events';
import { availableFen } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireCorrectionApprovals } from './approval.ts';
import type { Books } from './books.ts';
import { requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Correction } from './transfer.ts';

/** The business id of a payment's correction. */
export function correctionApplicationId({ applicationId, payoutNo }: HoldIdentity): string {
  return `correction:${applicationId}:${payoutNo}`;
}

/** The payment that a correction with this business id takes back; null for any other id. */
export function correctedPaymentOf(id: string): HoldIdentity | null {
  const [, applicationId, payoutNo] = /^correction:(.+):(\d+)$/.exec(id) ?? [];
  return applicationId === undefined ? null : { applicationId, payoutNo: Number(payoutNo) };
}

/** The rules of taking a posted payment back; see `correctTransfer`. */
export function decideCorrect(books: Books, env: Environment, input: HoldIdentity): Correction {
  const correctionId = correctionApplicationId(input);
  const [corrected] = books.matter(correctionId).transfers;
  if (corrected?.kind === 'correction') return corrected;

  const paid = requireHold(books, input);
  const { applicationId, payoutNo, revision, debitAccountId: payerId, creditAccountId: payeeId, amountFen, budgetId } = paid;
  if (paid.state !== 'posted') throw new LedgerError('ledger.notPosted', { applicationId, payoutNo, state: paid.state });
  const now = env.now();
  books.requireUnfrozen(now, applicationId, [payerId, payeeId]);
  const { organisationId } = books.account(payerId);
  if (organisationId === null) throw new LedgerError('ledger.invalid', { field: 'payerAccountId' });
  const approvals = requireCorrectionApprovals(books.matter(applicationId).evidence, { revision, payoutNo, organisationId });
  const available = availableFen(books.account(payeeId));
  if (amountFen > available) throw new LedgerError('ledger.overdraft', { accountId: payeeId, availableFen: available, amountFen });
  const tokens = books.tokensMovedBy(paid);

  const decisionIds = approvals.map(({ decisionId }) => decisionId);
  const correction: Correction = {
    id: env.newId(), kind: 'correction', applicationId: correctionId, payoutNo: 1, debitAccountId: payeeId, creditAccountId: payerId, amountFen, budgetId,
    state: 'posted', correctsId: paid.id, decisionIds, createdAt: now, settledAt: now,
  };
  books.insertTransfer(correction);
  books.move({ debitAccountId: payeeId, creditAccountId: payerId, pendingFen: 0n, postedFen: amountFen });
  books.count(books.budgetChain(budgetId), { spentFen: -amountFen });
  const lots = books.handOver(tokens, correction, () => env.newId());
  books.append({
    type: 'transferCorrected',
    actor: ledgerActor,
    applicationId,
    data: {
      transferId: correction.id, correctsTransferId: paid.id, payoutNo, debitAccountId: payeeId, creditAccountId: payerId, amountFen, decisionIds,
      lots: lots.map(({ from, lot }) => ({ lotId: lot.id, fromLotId: from.lot.id, adviceId: lot.adviceId, amountFen: from.amountFen })),
    },
  });
  return correction;
}
