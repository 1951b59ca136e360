import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';
import { readTransfers, type Payout } from './transfer.ts';

/** A payout by its business identity. */
export interface HoldIdentity {
  readonly applicationId: string;
  readonly payoutNo: number;
}

/**
 * The hold of this identity, in whatever state it is.
 * @throws LedgerError `ledger.holdMissing`
 */
export async function requireHold(tx: Tx, { applicationId, payoutNo }: HoldIdentity): Promise<Payout> {
  const transfers = await readTransfers(tx.query.bind(tx), applicationId);
  const hold = transfers.find((transfer) => transfer.payoutNo === payoutNo);
  if (hold?.kind !== 'payout') throw new LedgerError('ledger.holdMissing', { applicationId, payoutNo });
  return hold;
}
