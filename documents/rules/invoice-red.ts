import { articles } from './articles.ts';
import { fenParam, judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** A red (negative) invoice reverses another; it is no ground for a payment. */
export function invoiceRed({ eInvoice: { totalFen } }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.red', article: articles.eInvoice, field: 'documents.eInvoice', ifBroken: 'warned' },
    totalFen === null || totalFen >= 0n,
    { totalFen: fenParam(totalFen) },
  );
}
