import { releaseInvoice } from '@gbc/documents';
import type { Environment } from '@gbc/events';
import { readTransfers, voidHold } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';

const actor = { kind: 'system', name: 'engine' } as const;

/**
 * Lets go of what an application still holds when its process ends, however it ends: a hold that was not posted is voided, and
 * an invoice that was not paid may be used again. What was posted stays.
 */
export async function releaseHeld(tx: Tx, env: Environment, applicationId: string): Promise<void> {
  const payouts = await readTransfers(tx.query.bind(tx), applicationId);
  const pending = payouts.find(({ state }) => state === 'pending');
  if (pending) await voidHold(tx, env, { applicationId, payoutNo: pending.payoutNo, reason: 'processEnded' });
  if (!payouts.some(({ state }) => state === 'posted')) await releaseInvoice(tx, env, { applicationId, actor });
}
