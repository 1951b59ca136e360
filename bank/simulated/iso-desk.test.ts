import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { httpExchange, iso20022Format, messageBank, payIntoSimulatedBank, settleSimulatedPayment } from '../index.ts';
import { account } from '../behaviour/simulated-under-test.ts';
import { writePain001 } from '../iso20022/pain-001.ts';
import { startBankProcess, type BankProcess } from '../testing/bank-process.ts';

const order = (paymentId: string, changes: object = {}) => ({ paymentId, amountFen: 100n, creditor: { name: '示例公司', account: '6222020000001234567', bank: '示例银行' }, remittance: '工程款', ...changes });

describe('the simulated bank’s counter for ISO 20022', () => {
  let folder: string;
  let process: BankProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gbc-iso-desk-'));
    process = await startBankProcess(folder, '--account', account.number);
  });
  afterEach(async () => {
    await process.end('SIGKILL');
    await rm(folder, { recursive: true });
  });
  const bank = () => messageBank({ exchange: httpExchange(process.address), format: iso20022Format(account), now: () => new Date(), onUnread: ({ name }) => Promise.reject(new Error(name)) });
  const send = (messageId: string, orders: ReturnType<typeof order>[], debtor = account) =>
    httpExchange(process.address).deliver({ name: messageId, bytes: writePain001({ messageId, createdAt: new Date(), debtor, orders }) });
  const refusals = async () => (await bank().listPaymentAdvices(null)).advices.map(({ paymentId, outcome, reasonCode }) => [paymentId, outcome, reasonCode]);

  test('takes a message of many orders in part: each that is wrong is refused for itself', async () => {
    await send('BULK-1', [order('P-1'), order('P-2', { creditor: { name: '示例公司', account: '62-22', bank: '示例银行' } }), order('P-3')]);
    assert.deepEqual(await refusals(), [['P-2', 'refused', 'AC01']]);
    await send('BULK-2', [order('P-3'), order('P-1', { amountFen: 101n })]);
    assert.deepEqual(await refusals(), [['P-2', 'refused', 'AC01'], ['P-1', 'refused', 'AM05']]);
    await send('BULK-3', [order('P-4')], { ...account, number: '1' });
    assert.deepEqual((await refusals()).at(-1), ['P-4', 'refused', 'AC02']);
  });

  test('takes a message id once', async () => {
    await send('M-1', [order('P-1')]);
    await send('M-1', [order('P-1'), order('P-9', { creditor: { name: '示例公司', account: '', bank: '示例银行' } })]);
    assert.deepEqual(await refusals(), []);
    await assert.rejects(httpExchange(process.address).deliver({ name: 'x', bytes: Buffer.from('<no/>') }), { code: 'bank.refused' });
  });

  test('has the same mail in the same order after a kill, so that a cursor stays good', async () => {
    const names = async () => {
      const found: string[] = [];
      await httpExchange(process.address).collect(({ name }) => Promise.resolve(void found.push(name)));
      return found;
    };
    await payIntoSimulatedBank(process.address, { depositId: 'one', reference: 'R', amountFen: 500n, valueDate: '2026-11-20' });
    await send('M-1', [order('P-1')]);
    await names();
    await payIntoSimulatedBank(process.address, { depositId: 'two', reference: 'R', amountFen: 500n, valueDate: '2026-11-20', delayMs: 1 });
    await settleSimulatedPayment(process.address, 'P-1', { outcome: 'paid' });
    const before = await names();
    await process.end('SIGKILL');
    process = await startBankProcess(folder, '--account', account.number);
    assert.deepEqual(await names(), before);
    assert.equal(new Set(before).size, 5);
  });
});
