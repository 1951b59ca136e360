import { isDeepStrictEqual } from 'node:util';
import { BankError } from '../bank-error.ts';
import type { CustodyStatement, StatementLine } from '../custodian-bank.ts';
import type { BankNews, StatementPart } from './bank-news.ts';

/**
 * One statement out of those that the bank sent: it opens where the first opens and closes where the last closes, with all their lines, and
 * with what the bank has told of since. What was booked before the last statement ended and doesn't stand on one is left out: then the
 * reserve proof shows that it is missing.
 * @throws BankError `bank.statementMissing` while there is none; `bank.statementConflict` for one that came with two contents
 */
export function foldStatements({ deposits, payments, statements }: BankNews): CustodyStatement {
  const parts = distinct(statements).toSorted((one, other) => one.throughMs - other.throughMs);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) throw new BankError('bank.statementMissing');
  const stated = parts.flatMap(({ lines }) => lines);
  const known = new Set(stated.map(keyOf));
  const since = new Map<string, StatementLine>();
  for (const { advice: { adviceId, amountFen, valueDate }, bookedAtMs } of deposits) {
    const line: StatementLine = { kind: 'deposit', id: adviceId, amountFen, valueDate };
    if (bookedAtMs > last.throughMs && !known.has(keyOf(line))) since.set(keyOf(line), since.get(keyOf(line)) ?? line);
  }
  for (const { advice: { adviceId, paymentId, outcome, amountFen, valueDate }, bookedAtMs } of payments) {
    if (outcome !== 'paid' || amountFen === null || bookedAtMs <= last.throughMs) continue;
    const line: StatementLine = { kind: 'payment', id: paymentId, amountFen, valueDate };
    if (!known.has(keyOf(line))) since.set(`advice ${adviceId}`, line);
  }
  const toldSince = [...since.values()];
  const movedFen = toldSince.reduce((sum, { kind, amountFen }) => (kind === 'deposit' ? sum + amountFen : sum - amountFen), 0n);
  return { openingFen: first.openingFen, lines: [...stated, ...toldSince], closingFen: last.closingFen + movedFen };
}

const keyOf = ({ kind, id }: Pick<StatementLine, 'kind' | 'id'>) => `${kind} ${id}`;

/** A statement may come twice; with other content it is two claims, and none is believed. */
function distinct(statements: readonly StatementPart[]): StatementPart[] {
  const byId = new Map<string, StatementPart>();
  for (const part of statements) {
    const known = byId.get(part.statementId);
    if (known && !isDeepStrictEqual(known, part)) throw new BankError('bank.statementConflict', { statementId: part.statementId });
    byId.set(part.statementId, part);
  }
  return [...byId.values()];
}
