import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import { requirePayoutApprovals } from './approval.ts';
import type { Books } from './books.ts';
import { isOver, requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout } from './transfer.ts';

/** The rules of posting a hold; see `postHold`. */
export function decidePost(books: Books, env: Environment, input: HoldIdentity): Payout {
  const hold = requireHold(books, input);
  if (hold.state === 'posted') return hold;
  const { id: transferId, applicationId, payoutNo, revision, debitAccountId, creditAccountId, amountFen } = hold;
  if (hold.state === 'voided') throw new LedgerError('ledger.alreadyVoided', { applicationId, payoutNo });
  const now = env.now();
  if (isOver(hold, now)) throw new LedgerError('ledger.holdExpired', { applicationId, payoutNo });
  books.requireUnfrozen(now, applicationId, [debitAccountId, creditAccountId]);

  const { organisationId } = books.account(debitAccountId);
  if (organisationId === null) throw new LedgerError('ledger.invalid', { field: 'payerAccountId' });
  const approvals = requirePayoutApprovals(books.matter(applicationId).evidence, { revision, payoutNo, organisationId }, hold.approvalsRequired);
  const budgets = books.budgetChain(hold.budgetId);

  const postDecisionIds = approvals.map(({ decisionId }) => decisionId);
  const posted: Payout = { ...hold, state: 'posted', postDecisionIds, settledAt: now };
  books.settleTransfer(posted);
  books.move({ ...hold, pendingFen: -amountFen, postedFen: amountFen });
  books.count(budgets, { heldFen: -amountFen, spentFen: amountFen });
  const lots = books.moveLots(posted, () => env.newId());
  books.append({
    type: 'transferPosted',
    actor: ledgerActor,
    applicationId,
    data: {
      transferId, payoutNo, debitAccountId, creditAccountId, amountFen,
      decisionIds: [...hold.decisionIds, ...postDecisionIds],
      lots: lots.map(({ from, lot }) => ({ lotId: lot.id, fromLotId: from.lot.id, adviceId: lot.adviceId, amountFen: from.amountFen })),
    },
  });
  return posted;
}
