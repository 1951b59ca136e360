import type { StatementLine } from '../custodian-bank.ts';
import type { BankNews, Noted, StatementPart } from '../messages/bank-news.ts';
import { dayBegins, dayEnds, dayOf } from '../messages/china-day.ts';
import { invalid } from '../messages/message-invalid.ts';
import { amountFenOfYuan, fenOfYuan } from '../messages/yuan.ts';
import type { ColumnMapping } from './column-mapping.ts';
import type { Row } from './read-rows.ts';

type Movements = ColumnMapping['statement'];

/** A cell that says nothing of an amount. */
const emptyAmounts = ['', '0', '0.00', '-'];

/** A movement, and the balance after it where the file has one. */
interface Movement {
  readonly isCredit: boolean;
  readonly amountFen: bigint;
  readonly bankReference: string;
  readonly paymentId: string;
  readonly remittance: string;
  readonly counterparty: string | null;
  readonly day: string;
  readonly balanceFen: bigint | null;
}

/**
 * What a file of movements says: each credit is a deposit, each debit a payment done; with balances it is the statement of its days, too,
 * under the file's name. @throws BankError `bank.messageInvalid`, also where a balance doesn't follow from the one before
 */
export function readMovements(fileName: string, rows: readonly Row[], { columns }: Movements, mapping: ColumnMapping, account: string): BankNews {
  const movements = rows.map((row) => readMovement(row, columns, mapping, account));
  return {
    deposits: movements.filter(({ isCredit }) => isCredit).map(({ bankReference: adviceId, remittance, amountFen, day, counterparty: debtorName }) => ({
      advice: { adviceId, reference: remittance || 'NOTPROVIDED', amountFen, valueDate: day, debtorName }, bookedAtMs: dayBegins(day),
    })),
    payments: movements.filter(({ isCredit }) => !isCredit).map(({ bankReference: adviceId, paymentId, amountFen, day }): Noted<BankNews['payments'][number]['advice']> => ({
      advice: { adviceId, paymentId: paymentId || 'NOTPROVIDED', outcome: 'paid', amountFen, valueDate: day, reasonCode: null }, bookedAtMs: dayBegins(day),
    })),
    statements: columns.balance === undefined ? [] : statementOf(fileName, movements),
  };
}

function readMovement(row: Row, columns: Movements['columns'], mapping: ColumnMapping, account: string): Movement {
  const where = (header: string) => `${header} (${row.line})`;
  const need = (header: string) => row.at(header) || fail('missing', where(header));
  if (columns.account !== undefined && row.at(columns.account) !== account) fail('foreignAccount', where(columns.account));
  const [credit, debit] = [row.at(columns.credit), row.at(columns.debit)];
  const isCredit = !emptyAmounts.includes(credit);
  if (isCredit === !emptyAmounts.includes(debit)) fail('unreadable', where(columns.credit));
  const balance = columns.balance === undefined ? null : need(columns.balance);
  return {
    isCredit,
    amountFen: amountFenOfYuan(plainAmount(isCredit ? credit : debit, mapping), where(isCredit ? columns.credit : columns.debit)),
    bankReference: need(columns.bankReference),
    paymentId: row.at(columns.paymentId),
    remittance: row.at(columns.remittance),
    counterparty: row.at(columns.counterparty) || null,
    day: readDay(need(columns.valueDate), mapping, where(columns.valueDate)),
    balanceFen: balance === null ? null : fenOfYuan(plainAmount(balance, mapping), where(columns.balance ?? '')),
  };
}

/** Nothing moved, nothing is stated: a bank's file without rows says no balance. */
function statementOf(statementId: string, movements: readonly Movement[]): StatementPart[] {
  const [first, last] = [movements[0], movements.at(-1)];
  if (!first || !last) return [];
  const openingFen = (first.balanceFen ?? 0n) - signed(first);
  movements.reduce((balanceFen, movement) => {
    if (movement.balanceFen !== balanceFen + signed(movement)) fail('sumWrong', movement.bankReference);
    return movement.balanceFen ?? 0n;
  }, openingFen);
  const lines = movements.map(({ isCredit, bankReference, paymentId, amountFen, day }): StatementLine => ({
    kind: isCredit ? 'deposit' : 'payment', id: isCredit ? bankReference : paymentId || bankReference, amountFen, valueDate: day,
  }));
  const lastDay = movements.map(({ day }) => day).toSorted().at(-1) ?? last.day;
  return [{ statementId, throughMs: dayEnds(lastDay), openingFen, lines, closingFen: last.balanceFen ?? 0n }];
}

const signed = ({ isCredit, amountFen }: Movement) => (isCredit ? amountFen : -amountFen);

/** `1,234.56` where the bank groups thousands, and only where the groups are whole. */
export function plainAmount(text: string, { thousandsSeparator }: Pick<ColumnMapping, 'thousandsSeparator'>): string {
  return thousandsSeparator === ',' && /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
}

/** @throws BankError `bank.messageInvalid` */
export function readDay(text: string, { dayFormat }: Pick<ColumnMapping, 'dayFormat'>, where: string): string {
  const shape = { 'yyyy-MM-dd': /^(\d{4})-(\d{2})-(\d{2})$/, 'yyyy/MM/dd': /^(\d{4})\/(\d{2})\/(\d{2})$/, yyyyMMdd: /^(\d{4})(\d{2})(\d{2})$/ }[dayFormat];
  const [, year, month, day] = shape.exec(text) ?? fail('unreadable', where);
  return dayOf(`${year}-${month}-${day}`, where);
}

function fail(...reason: Parameters<typeof invalid>): never {
  throw invalid(...reason);
}
