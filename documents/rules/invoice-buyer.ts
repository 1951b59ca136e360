import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The buyer on the invoice is the office that pays. */
export function invoiceBuyer({ eInvoice: { buyer }, payer }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.buyer', article: articles.parties, field: 'documents.eInvoice', ifBroken: 'refused' },
    buyer.creditCode === payer.creditCode,
    { found: buyer.creditCode, foundName: buyer.name, expected: payer.creditCode, expectedName: payer.name },
  );
}
