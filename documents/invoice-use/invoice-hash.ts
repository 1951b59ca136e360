import { createHmac } from 'node:crypto';

/**
 * What offices compare instead of invoice numbers: HMAC-SHA-256 under the alliance's secret, lower-case hex. A bare hash
 * of 20 digits could be turned back by trying them all.
 */
export function invoiceHash(keyedSecret: Buffer, invoiceNumber: string): string {
  return createHmac('sha256', keyedSecret).update(`gbc-union/invoice/v1/${invoiceNumber}`).digest('hex');
}
