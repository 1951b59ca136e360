import type { PaymentAdvice } from '../custodian-bank.ts';
import type { Noted } from '../messages/bank-news.ts';
import { dayBegins } from '../messages/china-day.ts';
import { invalid } from '../messages/message-invalid.ts';
import { amountFenOfYuan } from '../messages/yuan.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { plainAmount, readDay } from './read-movements.ts';
import type { Row } from './read-rows.ts';

/**
 * The refusals in a file of results. A payment that went well is told by the movement on the account, with the bank's reference.
 * @throws BankError `bank.messageInvalid`
 */
export function readResults(rows: readonly Row[], { columns, refusedWords, reasonCodes }: NonNullable<ColumnMapping['results']>, mapping: ColumnMapping): Noted<PaymentAdvice>[] {
  return rows.filter((row) => refusedWords.includes(row.at(columns.outcome))).map((row) => {
    const paymentId = row.at(columns.paymentId);
    if (paymentId === '') throw invalid('missing', `${columns.paymentId} (${row.line})`);
    const valueDate = readDay(row.at(columns.valueDate), mapping, `${columns.valueDate} (${row.line})`);
    const amount = row.at(columns.amount);
    const amountFen = amount === '' ? null : amountFenOfYuan(plainAmount(amount, mapping), `${columns.amount} (${row.line})`);
    // A refusal has no reference of the bank's: told again of the same payment it is the same advice.
    const advice: PaymentAdvice = { adviceId: `refused ${paymentId}`, paymentId, outcome: 'refused', amountFen, valueDate, reasonCode: reasonCodes[row.at(columns.reason)] ?? 'NARR' };
    return { advice, bookedAtMs: dayBegins(valueDate) };
  });
}
