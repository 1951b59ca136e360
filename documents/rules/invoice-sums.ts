import type { EInvoice } from '../e-invoice/e-invoice.ts';
import { absoluteFen, sumFen } from '../numbers/fen.ts';
import { articles } from './articles.ts';
import { fenParam, judge, type Finding, type FindingParams } from './finding.ts';
import type { EInvoiceFacts } from './street-facts.ts';

const rule = { rule: 'invoice.sums', article: articles.eInvoice, field: 'documents.eInvoice', ifBroken: 'refused' } as const;

/** Tax is rounded line by line, so amount + tax may miss the total by this much for each line. */
const toleranceFenPerLine = 1n;

/**
 * The invoice adds up: its lines to amount and tax, those two to the total. Names the first sum that does not (`sum` is
 * `lines`, `amount`, `tax` or `total`), with the figure stated and the figure computed.
 */
export function invoiceSums({ eInvoice }: EInvoiceFacts): Finding {
  const fault = firstFault(eInvoice);
  return judge(rule, fault === undefined, fault);
}

function firstFault({ lines, amountWithoutTaxFen, taxFen, totalFen }: EInvoice): FindingParams | undefined {
  if (lines.length === 0) return { sum: 'lines', statedFen: null, computedFen: null };
  return (
    compare('amount', amountWithoutTaxFen, addUp(lines.map((line) => line.amountFen)), 0n) ??
    compare('tax', taxFen, addUp(lines.map((line) => line.taxFen)), 0n) ??
    compare('total', totalFen, addUp([amountWithoutTaxFen, taxFen]), toleranceFenPerLine * BigInt(lines.length))
  );
}

function addUp(amounts: readonly (bigint | null)[]): bigint | null {
  const known = amounts.filter((fen) => fen !== null);
  return known.length === amounts.length ? sumFen(known) : null;
}

function compare(sum: string, statedFen: bigint | null, computedFen: bigint | null, toleranceFen: bigint): FindingParams | undefined {
  if (statedFen !== null && computedFen !== null && absoluteFen(statedFen - computedFen) <= toleranceFen) return undefined;
  return { sum, statedFen: fenParam(statedFen), computedFen: fenParam(computedFen) };
}
