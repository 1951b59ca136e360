import type { Tx } from '@gbc/prisma';
import { readTransfers, type Payout } from './transfer.ts';

/** The newest payout of an application, in whatever state; undefined while none was held. */
export async function readHold(read: Tx['query'], applicationId: string): Promise<Payout | undefined> {
  const transfers = await readTransfers(read, applicationId);
  return transfers.findLast((transfer) => transfer.kind === 'payout');
}
