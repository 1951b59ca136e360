import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The number entered is the e-invoice's: by it an invoice is known as used. */
export function invoiceNumber({ form, eInvoice }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.number', article: articles.eInvoice, field: 'invoice.number', ifBroken: 'refused' },
    eInvoice.number === form.invoice.number,
    { entered: form.invoice.number, found: eInvoice.number },
  );
}
