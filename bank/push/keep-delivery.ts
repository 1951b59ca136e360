import { createHash } from 'node:crypto';
import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { BankError } from '../bank-error.ts';
import { pushWindowMs, type PushHeaders } from './verify-push.ts';

/**
 * Keeps that a delivery came: true for the first time. Sent again, signed anew, it is known and changes nothing.
 * @throws BankError `bank.pushReplayed` for the very request that came before; `bank.pushConflict` for a known id with another body
 */
export async function keepDelivery(tx: Tx, env: Environment, { deliveryId, signature }: PushHeaders, body: Uint8Array): Promise<boolean> {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const now = env.now();
  // After the window its time alone refuses a request that is played again.
  await tx.query('delete from bank_push_signature where received_at < $1', [new Date(now.getTime() - 2 * pushWindowMs)]);
  const { rowCount: isFresh } = await tx.query('insert into bank_push_signature (signature, received_at) values ($1, $2) on conflict do nothing', [signature, now]);
  if (isFresh === 0) throw new BankError('bank.pushReplayed');
  const { rowCount: isFirst } = await tx.query('insert into bank_delivery (delivery_id, body_hash, received_at) values ($1, $2, $3) on conflict do nothing', [deliveryId, bodyHash, now]);
  if (isFirst === 1) return true;
  const { rowCount: isSame } = await tx.query('select from bank_delivery where delivery_id = $1 and body_hash = $2', [deliveryId, bodyHash]);
  if (isSame === 0) throw new BankError('bank.pushConflict');
  return false;
}
