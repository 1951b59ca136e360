import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readApplicationEvents } from '@gbc/events';
import { paymentIdOf, takeRedemption } from '@gbc/ledger';
import { people, refusal, useScene } from '@gbc/ledger/testing';
import { erasePaymentParties, orderPayment, readPayments, recordPaymentAdvice, type PaymentAdvice } from './index.ts';

const applicationId = 'redeem-1';
const paymentId = paymentIdOf({ applicationId, payoutNo: 1 });
const amountFen = 60_000_00n;
const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行' };
const paid: PaymentAdvice = { adviceId: 'PAY-1', paymentId, outcome: 'paid', amountFen, valueDate: '2026-11-22', reasonCode: null };
const refused: PaymentAdvice = { ...paid, outcome: 'refused', reasonCode: 'AC04' };

describe('a payment', () => {
  const scene = useScene(100_000_00n);
  const receive = () => scene().decide(applicationId, { kind: 'redemption', by: people.districtFinance });
  const held = async () => {
    await scene().reviewed('app');
    await scene().take('app');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
    await scene().order(applicationId);
    await scene().run(takeRedemption, { applicationId, payoutNo: 1 });
  };
  const order = (changes: object = {}) => scene().run(orderPayment, { applicationId, payoutNo: 1, creditor, remittance: '工程款', ...changes });
  const ordered = async () => {
    await held();
    await receive();
    await order();
  };
  const hear = (advice: PaymentAdvice) => scene().run(recordPaymentAdvice, advice);
  const state = async () => (await readPayments(scene().database.read, { paymentIds: [paymentId] })).map((it) => [it.state, it.adviceId, it.reasonCode]);
  const codes = async () =>
    (await readApplicationEvents(scene().database.read, applicationId, ['paymentParked'])).map(({ data }) => ('code' in data ? data.code : ''));

  test('is ordered once, with the word of the receiving office, and to one creditor', async () => {
    await held();
    await assert.rejects(order(), refusal('ledger.approvalMissing'));
    await receive();
    const first = await order();
    assert.deepEqual([first.paymentId, first.amountFen, first.state, await order()], [paymentId, amountFen, 'waiting', first]);
    await assert.rejects(order({ creditor: { ...creditor, account: '6222020000000000000' } }), { code: 'bank.paymentConflict' });
    assert.equal(await scene().countEvents(applicationId, 'paymentInstructed'), 1);
  });

  test('is settled once by the bank’s word, however often it comes', async () => {
    await ordered();
    assert.deepEqual([(await hear(paid)).isNew, (await hear(paid)).isNew], [true, false]);
    assert.deepEqual(await state(), [['paid', 'PAY-1', null]]);
    assert.equal(await scene().countEvents(applicationId, 'paymentConfirmed'), 1);
    assert.deepEqual(await codes(), []);
  });

  test('keeps whom it goes to until the bank has answered; then that can be erased, and the rest stays', async () => {
    await ordered();
    const erase = () => scene().database.transaction((tx) => erasePaymentParties(tx, [applicationId]));
    await assert.rejects(erase(), { code: 'bank.paymentWaiting', params: { path: paymentId } });
    await hear(paid);
    await erase();
    const [payment] = await readPayments(scene().database.read, { paymentIds: [paymentId] });
    assert.deepEqual([payment?.creditor, payment?.remittance, payment?.amountFen, payment?.state], [{ name: '', account: '', bank: '' }, '', amountFen, 'paid']);
  });

  test('is refused with the bank’s reason', async () => {
    await ordered();
    await hear(refused);
    assert.deepEqual(await state(), [['refused', 'PAY-1', 'AC04']]);
    assert.equal(await scene().countEvents(applicationId, 'paymentRefused'), 1);
  });

  test('is settled by nothing that doesn’t fit it: another amount, another payment, another word', async () => {
    await ordered();
    assert.equal((await hear({ ...paid, adviceId: 'PAY-0', amountFen: amountFen - 1n })).parkedCode, 'bank.paymentAmount');
    assert.deepEqual(await state(), [['waiting', null, null]]);
    assert.equal((await hear({ ...paid, adviceId: 'PAY-X', paymentId: 'nobodys-1' })).parkedCode, 'bank.paymentUnknown');
    await hear(paid);
    assert.equal((await hear({ ...paid, adviceId: 'PAY-2' })).parkedCode, 'bank.paymentRepeated');
    assert.equal((await hear({ ...refused, adviceId: 'PAY-3' })).parkedCode, 'bank.paymentContradicted');
    assert.equal((await hear({ ...paid, valueDate: '2026-11-23' })).parkedCode, 'bank.adviceConflict');
    assert.equal((await hear({ ...paid, valueDate: '2026-11-23' })).isNew, false);
    assert.deepEqual(await codes(), ['bank.paymentAmount', 'bank.paymentRepeated', 'bank.paymentContradicted', 'bank.adviceConflict']);
    assert.deepEqual(await state(), [['paid', 'PAY-1', null]]);
  });

  test('keeps what the bank was told and what it said, whoever writes to the tables', async () => {
    await ordered();
    await hear(paid);
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    await assert.rejects(write(`update payment_order set creditor_account = '1'`), { code: '23001' });
    await assert.rejects(write(`update payment_order set creditor_account = '', creditor_name = 'somebody else'`), { code: '23001' });
    await assert.rejects(write(`update payment_order set state = 'refused', reason_code = 'AC04'`), { code: '23001' });
    await assert.rejects(write('delete from payment_advice'), { code: '23001' });
  });
});
