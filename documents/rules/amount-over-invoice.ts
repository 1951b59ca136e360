import { articles } from './articles.ts';
import { fenParam, judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** The payment asked for is at most the invoice's total. An invoice that states none covers nothing. */
export function amountOverInvoice({ form, eInvoice: { totalFen } }: EInvoiceFacts): Finding {
  return judge(
    { rule: 'amount.overInvoice', article: articles.limits, field: 'amountFen', ifBroken: 'refused' },
    totalFen !== null && form.amountFen <= totalFen,
    { requestedFen: fenParam(form.amountFen), invoiceFen: fenParam(totalFen) },
  );
}
