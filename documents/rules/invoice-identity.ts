import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The identifier in the invoice's header is its number. */
export function invoiceIdentity({ eInvoice: { eInvoiceId, number } }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.identity', article: articles.eInvoice, field: 'documents.eInvoice', ifBroken: 'warned' },
    eInvoiceId !== null && eInvoiceId === number,
    { eInvoiceId, number },
  );
}
