import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import type { PaymentOrder } from '../custodian-bank.ts';
import type { CustodyAccount } from '../custody-account.ts';
import { chinaDay } from '../messages/china-day.ts';
import { yuanOfFen } from '../messages/yuan.ts';
import type { ColumnMapping, OrderField } from './column-mapping.ts';

/**
 * An order as a file of one row under its headers. A cell that a spreadsheet would take for a formula (it begins with = + - @) is given an
 * apostrophe, so that opening the file runs nothing that an applicant wrote.
 */
export function writeOrder({ paymentId, amountFen, creditor, remittance }: PaymentOrder, at: Date, mapping: ColumnMapping, account: CustodyAccount): Uint8Array {
  const fields: Readonly<Record<OrderField, string>> = {
    paymentId, debtorAccount: account.number, debtorName: account.holder, creditorName: creditor.name, creditorAccount: creditor.account,
    creditorBank: creditor.bank, amount: yuanOfFen(amountFen), remittance, day: dayText(chinaDay(at), mapping),
  };
  const { columns } = mapping.orders;
  const text = stringify([columns.map(({ header }) => header), columns.map(({ field }) => fields[field])], { delimiter: mapping.delimiter, record_delimiter: '\r\n', escape_formulas: true });
  return iconv.encode(text, mapping.encoding);
}

function dayText(day: string, { dayFormat }: ColumnMapping): string {
  if (dayFormat === 'yyyyMMdd') return day.replaceAll('-', '');
  return dayFormat === 'yyyy/MM/dd' ? day.replaceAll('-', '/') : day;
}
