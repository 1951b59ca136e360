import { articles } from './articles.ts';
import { fenParam, judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The invoice amount entered is the e-invoice's total with tax. */
export function invoiceAmount({ form, eInvoice }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'invoice.amount', article: articles.eInvoice, field: 'invoice.amountFen', ifBroken: 'refused' },
    eInvoice.totalFen === form.invoice.amountFen,
    { enteredFen: fenParam(form.invoice.amountFen), foundFen: fenParam(eInvoice.totalFen) },
  );
}
