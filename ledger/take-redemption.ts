import type { Environment } from '@gbc/events';
import { availableFen } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import type { Books } from './books.ts';
import type { HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { requireRedeemable } from './redemption.ts';
import { requireTurn } from './take-hold.ts';
import type { Burn } from './transfer.ts';

/** The rules of holding tokens for a redemption; see `takeRedemption`. */
export function decideTakeRedemption(books: Books, env: Environment, { applicationId, payoutNo }: HoldIdentity): Burn {
  if (!Number.isSafeInteger(payoutNo) || payoutNo < 1) throw new LedgerError('ledger.invalid', { field: 'payoutNo' });
  const { evidence: { order }, transfers: earlier } = books.matter(applicationId);
  if (!order) throw new LedgerError('ledger.approvalMissing', { missing: 'redemptionOrdered', required: 1, found: 0 });

  const taken = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (taken) {
    if (taken.kind !== 'burn' || taken.revision !== order.revision) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
    return taken;
  }
  requireTurn(earlier, payoutNo);

  const amountFen = requireAmount('amountFen', order.amountFen);
  const account = books.account(order.accountId);
  books.requireUnfrozen(env.now(), applicationId, [account.id]);
  requireRedeemable(account, order);
  const available = availableFen(account);
  if (amountFen > available) throw new LedgerError('ledger.overdraft', { accountId: account.id, availableFen: available, amountFen });

  const burn: Burn = {
    id: env.newId(), kind: 'burn', applicationId, payoutNo, revision: order.revision, debitAccountId: account.id, creditAccountId: books.custodyId(),
    amountFen, budgetId: null, state: 'pending', decisionIds: [], postDecisionIds: [], voidReason: null, createdAt: env.now(), settledAt: null,
  };
  const { id: transferId, revision, debitAccountId, creditAccountId } = burn;
  books.insertTransfer(burn);
  books.move({ ...burn, pendingFen: amountFen, postedFen: 0n });
  books.append({
    type: 'redemptionHeld',
    actor: ledgerActor,
    applicationId,
    data: { transferId, payoutNo, revision, debitAccountId, creditAccountId, amountFen },
  });
  return burn;
}
