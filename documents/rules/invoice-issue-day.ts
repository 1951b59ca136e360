import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The day of issue entered is the e-invoice's. */
export function invoiceIssueDay({ form, eInvoice }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.issueDay', article: articles.eInvoice, field: 'invoice.issuedOn', ifBroken: 'warned' },
    eInvoice.issuedOn === form.invoice.issuedOn,
    { entered: form.invoice.issuedOn, found: eInvoice.issuedOn },
  );
}
