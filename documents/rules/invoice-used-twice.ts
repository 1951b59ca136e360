import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { StreetFacts } from './street-facts.ts';

/** No other application uses this invoice. */
export function invoiceUsedTwice({ invoiceUsedBy }: StreetFacts): Finding {
  return judge(
    { rule: 'invoice.usedTwice', article: articles.invoiceOnce, field: 'invoice.number', ifBroken: 'refused' },
    invoiceUsedBy === null,
    { applicationId: invoiceUsedBy },
  );
}
