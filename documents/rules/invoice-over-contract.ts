import { articles } from './articles.ts';
import { fenParam, judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

const rule = { rule: 'invoice.overContract', article: articles.limits, field: 'invoice.amountFen', ifBroken: 'refused' } as const;

/**
 * With all that was paid and held before, the invoice stays within the contract. A contract known from before has its
 * registered amount as the limit: an applicant can't raise it by entering more.
 */
export function invoiceOverContract({ form, eInvoice, invoicedBeforeFen, contractAmountBeforeFen }: EInvoiceFacts): Finding {
  const entered = form.contract.amountFen;
  const limit = contractAmountBeforeFen !== null && contractAmountBeforeFen < entered ? contractAmountBeforeFen : entered;
  const invoice = eInvoice.totalFen ?? form.invoice.amountFen;
  return judge(rule, invoicedBeforeFen + invoice <= limit, {
    invoiceFen: fenParam(invoice),
    invoicedBeforeFen: fenParam(invoicedBeforeFen),
    contractFen: fenParam(limit),
  });
}
