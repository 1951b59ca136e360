import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import { BankError, csvFormat, ownMappings, readColumnMapping, type CustodyAccount } from '../index.ts';
import { columnMapping } from './column-mapping.ts';

const account: CustodyAccount = { number: '31050161393600000017', holder: '虹口区财政局', bank: '示例托管银行' };
const utf8 = csvFormat(account, readColumnMapping(ownMappings.utf8));
const gb = csvFormat(account, readColumnMapping(ownMappings.gb18030));
const refused = (fault: string) => (error: unknown) => error instanceof BankError && error.code === 'bank.messageInvalid' && error.params['fault'] === fault;
const headers = '交易日期,交易流水号,账号,对方户名,借方发生额,贷方发生额,余额,客户流水号,附言,银行另有的一列';
const row = (cells: Partial<Record<'day' | 'reference' | 'account' | 'debit' | 'credit' | 'balance' | 'paymentId' | 'remittance', string>>) => {
  const it = { day: '2026-11-20', reference: 'C1', account: account.number, debit: '', credit: '', balance: '', paymentId: '', remittance: '', ...cells };
  return [it.day, it.reference, it.account, '虹口区财政局', it.debit, it.credit, it.balance, it.paymentId, it.remittance, 'x'].map((cell) => `"${cell}"`).join(',');
};
const paidIn = row({ credit: '600,000.00', balance: '600,000.00', remittance: 'HK-2026-017' });
const paidOut = row({ reference: 'D1', debit: '100.00', balance: '599,900.00', paymentId: 'P-1' });
const file = (...rows: string[]) => Buffer.from([headers, ...rows].join('\r\n'));

describe('a bank’s files in CSV', () => {
  test('say what came in, what went out, and with balances the statement', () => {
    const { deposits, payments, statements } = utf8.read({ name: 'statement-1120.csv', bytes: file(paidIn, paidOut) });
    assert.deepEqual(deposits.map(({ advice }) => advice), [{ adviceId: 'C1', reference: 'HK-2026-017', amountFen: 60_000_000n, valueDate: '2026-11-20', debtorName: '虹口区财政局' }]);
    assert.deepEqual(payments.map(({ advice: { adviceId, paymentId, amountFen } }) => [adviceId, paymentId, amountFen]), [['D1', 'P-1', 10_000n]]);
    assert.deepEqual(statements.map(({ openingFen, closingFen, lines }) => [openingFen, closingFen, lines.length]), [[0n, 59_990_000n, 2]]);
    assert.deepEqual(utf8.read({ name: 'advices-1.csv', bytes: file(paidIn) }).statements, []);
  });

  test('are read in GB18030, with the days and names that this bank uses, and so are its refusals', () => {
    const text = file(paidIn.replaceAll('2026-11-20', '20261120')).toString('utf8');
    assert.equal(gb.read({ name: '对账单20261120.csv', bytes: iconv.encode(text, 'gb18030') }).deposits[0]?.advice.debtorName, '虹口区财政局');
    const results = '客户流水号,处理结果,失败原因,处理日期,金额\r\nP-1,成功,,20261120,1.00\r\nP-2,失败,户名不符,20261120,"1,000.00"\r\nP-3,失败,别的,20261120,';
    const { payments } = gb.read({ name: '回盘1.csv', bytes: iconv.encode(results, 'gb18030') });
    assert.deepEqual(payments.map(({ advice: { paymentId, amountFen, reasonCode } }) => [paymentId, amountFen, reasonCode]), [['P-2', 100_000n, 'BE01'], ['P-3', null, 'NARR']]);
    assert.throws(() => utf8.read({ name: 'statement-1.csv', bytes: iconv.encode(text, 'gb18030') }), refused('broken'));
  });

  for (const [what, name, bytes, fault] of [
    ['a file of no kind', 'other.csv', file(paidIn), 'unknownMessage'],
    ['a column that is missing', 'statement-1.csv', Buffer.from(file(paidIn).toString('utf8').replace('余额', '结余')), 'missing'],
    ['a column twice', 'statement-1.csv', Buffer.from(file(paidIn).toString('utf8').replace('银行另有的一列', '余额')), 'repeated'],
    ['half a row', 'statement-1.csv', file(paidIn, paidOut.slice(0, 40)), 'broken'],
    ['another account', 'statement-1.csv', file(row({ credit: '1.00', balance: '1.00', account: '1' })), 'foreignAccount'],
    ['in and out in one row', 'statement-1.csv', file(row({ credit: '1.00', debit: '1.00', balance: '1.00' })), 'unreadable'],
    ['groups that aren’t thousands', 'statement-1.csv', file(row({ credit: '1,00.00', balance: '1.00' })), 'unreadable'],
    ['a day that isn’t', 'statement-1.csv', file(row({ credit: '1.00', balance: '1.00', day: '2026-02-30' })), 'unreadable'],
    ['a balance that doesn’t follow', 'statement-1.csv', file(paidIn, paidOut.replace('599,900.00', '599,900.01')), 'sumWrong'],
  ] as const) {
    test(`with ${what} aren’t believed`, () => assert.throws(() => utf8.read({ name, bytes }), refused(fault)));
  }

  test('carry an order, and nothing that a spreadsheet would run', () => {
    const order = { paymentId: 'P-1', amountFen: 123_456n, creditor: { name: '=HYPERLINK("http://evil")', account: '6222020000001234567', bank: '+银行' }, remittance: '@SUM(A1)' };
    const { name, bytes } = gb.writeOrder(order, new Date('2026-11-20T20:00:00Z'));
    assert.equal(name, '付款-P-1.csv');
    const [, line] = iconv.decode(Buffer.from(bytes), 'gb18030').split('\r\n');
    assert.equal(line, `P-1,${account.number},虹口区财政局,"'=HYPERLINK(""http://evil"")",6222020000001234567,'+银行,1234.56,'@SUM(A1),20261121`);
  });

  test('are mapped by data that is checked', () => {
    const mapping = readColumnMapping(ownMappings.utf8);
    assert.equal(columnMapping.safeParse({ ...mapping, encoding: 'latin1' }).success, false);
    assert.equal(columnMapping.safeParse({ ...mapping, statement: { ...mapping.statement, fileName: '(' } }).success, false);
    assert.equal(columnMapping.safeParse({ ...mapping, orders: { ...mapping.orders, fileName: '../{paymentId}.csv' } }).success, false);
  });
});
