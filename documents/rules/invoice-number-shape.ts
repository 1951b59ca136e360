import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

/** 2 year + 2 province or plan-city + 1 channel + 15 serial; plan-city codes are no region codes, so those 2 are free. */
const shape = /^(\d{2})\d{18}$/;

/** The number has 20 digits and begins with the year of issue. */
export function invoiceNumberShape({ eInvoice: { number, issuedOn } }: EInvoiceFacts): Finding {
  const [, year] = shape.exec(number ?? '') ?? [];
  return judge(
    { rule: 'invoice.numberShape', article: articles.eInvoice, field: 'invoice.number', ifBroken: 'warned' },
    year !== undefined && (issuedOn === null || issuedOn.slice(2, 4) === year),
    { found: number, issuedOn },
  );
}
