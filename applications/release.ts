import { releaseInvoice } from '@gbc/documents';
import type { Environment } from '@gbc/events';
import { LedgerError, readTransfers, voidHold, voidRedemption, type Transfer, type VoidHold } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';

const actor = { kind: 'system', name: 'engine' } as const;

/**
 * Lets go of what an application still holds when its process ends, however it ends: a hold that was not posted is voided, and
 * an invoice that was not paid may be used again. What was posted stays, and so does what the bank was told to pay until it has answered.
 */
export async function releaseHeld(tx: Tx, env: Environment, applicationId: string): Promise<void> {
  const payouts = await readTransfers(tx.query.bind(tx), applicationId);
  const pending = payouts.find(({ state }) => state === 'pending');
  if (pending) await release(tx, env, { applicationId, payoutNo: pending.payoutNo, reason: 'processEnded' }, pending.kind);
  if (!payouts.some(({ state }) => state === 'posted')) await releaseInvoice(tx, env, { applicationId, actor });
}

async function release(tx: Tx, env: Environment, held: VoidHold, kind: Transfer['kind']): Promise<void> {
  if (kind !== 'burn') return void (await voidHold(tx, env, held));
  try {
    await voidRedemption(tx, env, held);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'ledger.paymentOpen') throw error;
  }
}
