import type { Environment } from '@gbc/events';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import { isOver, requireHold, type HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout } from './transfer.ts';

/** The rules of writing down that a hold has expired; see `expireHold`. */
export function decideExpire(books: Books, env: Environment, input: HoldIdentity): Payout {
  const hold = requireHold(books, input);
  const { id: transferId, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen } = hold;
  if (hold.state === 'expired') return hold;
  if (hold.state === 'posted') throw new LedgerError('ledger.alreadyPosted', { applicationId, payoutNo });
  if (hold.state === 'voided') throw new LedgerError('ledger.alreadyVoided', { applicationId, payoutNo });
  const now = env.now();
  if (!isOver(hold, now)) throw new LedgerError('ledger.holdRuns', { applicationId, payoutNo, expiresAt: hold.expiresAt?.toISOString() ?? null });
  books.requireUnfrozen(now, applicationId, [debitAccountId, creditAccountId]);

  const expired: Payout = { ...hold, state: 'expired', voidReason: 'expired', settledAt: now };
  books.settleTransfer(expired);
  books.move({ ...hold, pendingFen: -amountFen, postedFen: 0n });
  books.count(books.budgetChain(hold.budgetId), { heldFen: -amountFen });
  books.append({ type: 'holdExpired', actor: ledgerActor, applicationId, data: { transferId, payoutNo, debitAccountId, creditAccountId, amountFen } });
  return expired;
}
