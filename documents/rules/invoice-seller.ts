import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The seller on the invoice is the payee of the contract. */
export function invoiceSeller({ eInvoice: { seller }, payee }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.seller', article: articles.parties, field: 'documents.eInvoice', ifBroken: 'refused' },
    seller.creditCode === payee.creditCode,
    { found: seller.creditCode, foundName: seller.name, expected: payee.creditCode, expectedName: payee.name },
  );
}
