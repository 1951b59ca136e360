import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { StreetFacts } from './street-facts.ts';

/** A supplier is paid on an e-invoice in XML: a picture of one can't be checked. */
export function invoiceMissing({ eInvoice }: StreetFacts): Finding {
  const rule = { rule: 'invoice.missing', article: articles.eInvoice, field: 'documents.eInvoice', ifBroken: 'refused' } as const;
  return judge(rule, eInvoice !== null);
}
