import { normaliseUpperCaseYuan, toUpperCaseYuan } from '../numbers/upper-case-yuan.ts';
import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

const rule = { rule: 'invoice.upperCaseAmount', article: articles.eInvoice, field: 'documents.eInvoice', ifBroken: 'warned' } as const;

/** The total in upper-case Chinese numerals says the same as its figure; where there are no words, nothing is amiss. */
export function upperCaseAmount({ eInvoice: { totalUpperCase, totalFen } }: EInvoiceFacts): Finding {
  const expected = totalFen === null ? null : toUpperCaseYuan(totalFen);
  return judge(rule, totalUpperCase === null || (expected !== null && sameWords(totalUpperCase, expected)), {
    found: totalUpperCase,
    expected,
  });
}

const sameWords = (one: string, other: string) => normaliseUpperCaseYuan(one) === normaliseUpperCaseYuan(other);
