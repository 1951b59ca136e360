import type { Books } from './books.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout } from './transfer.ts';

/** A payout by its business identity. */
export interface HoldIdentity {
  readonly applicationId: string;
  readonly payoutNo: number;
}

/**
 * The hold of this identity, in whatever state it is.
 * @throws LedgerError `ledger.holdMissing`
 */
export function requireHold(books: Books, { applicationId, payoutNo }: HoldIdentity): Payout {
  const hold = books.matter(applicationId).transfers.find((transfer) => transfer.payoutNo === payoutNo);
  if (hold?.kind !== 'payout') throw new LedgerError('ledger.holdMissing', { applicationId, payoutNo });
  return hold;
}

/** Whether the time of a hold is over, be it written down or not. */
export function isOver({ state, expiresAt }: Pick<Payout, 'state' | 'expiresAt'>, now: Date): boolean {
  return state === 'expired' || (expiresAt !== null && expiresAt <= now);
}
