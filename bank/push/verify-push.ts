import { createHmac, timingSafeEqual } from 'node:crypto';
import { BankError } from '../bank-error.ts';

/** How far the time of a push may lie from ours, in either direction. */
export const pushWindowMs = 5 * 60_000;

/** What a bank sends along with what it pushes. */
export interface PushHeaders {
  /** When it was signed, in seconds since 1970. */
  readonly timestamp: string;
  /** `v1=` and the HMAC in lower-case hex. */
  readonly signature: string;
  /** Names the delivery: sent again it has the same, under a new time and signature. */
  readonly deliveryId: string;
}

/** HMAC-SHA256 under the shared secret over `<timestamp>.<deliveryId>.<body>`. */
export function signPush(secret: string, { timestamp, deliveryId }: Pick<PushHeaders, 'timestamp' | 'deliveryId'>, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${deliveryId}.`).update(body).digest('hex')}`;
}

/**
 * Believes a push that the bank signed within the window.
 * @throws BankError `bank.pushForged` for any other signature; `bank.pushOld` outside the window
 */
export function verifyPush(secret: string, headers: PushHeaders, body: Uint8Array, now: Date): void {
  const expected = Buffer.from(signPush(secret, headers, body));
  const given = Buffer.from(headers.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new BankError('bank.pushForged');
  const signedAtMs = /^\d{1,12}$/.test(headers.timestamp) ? Number(headers.timestamp) * 1000 : Number.NaN;
  if (!(Math.abs(now.getTime() - signedAtMs) <= pushWindowMs)) throw new BankError('bank.pushOld', { windowMinutes: pushWindowMs / 60_000 });
}
