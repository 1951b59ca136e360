/** What every adapter of the custodian bank must do with what a bank says and gets wrong: match, park or refuse it, and never guess. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { burnTokens, depositApplicationId, openAccount, paymentIdOf, takeRedemption, voidRedemption } from '@gbc/ledger';
import { people, useScene } from '@gbc/ledger/testing';
import {
  assignDeposit, matchDeposit, mintDeposit, openAppropriation, orderPayment, proveReserve, readDeposits, readParkedAdvices, readPayments, recordAdvice, recordPaymentAdvice, sendPayments,
  type DepositAdvice, type PaymentAdvice,
} from '../index.ts';
import type { TestDatabase } from '@gbc/prisma/testing';
import { today, type BankUnderTest } from './bank-under-test.ts';

const reference = 'HK-2026-017';
const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' };
const applicationId = 'redeem-1';
const paymentId = paymentIdOf({ applicationId, payoutNo: 1 });
const amountFen = 60_000n;
const patienceMs = 60_000;
const district = { kind: 'person', personId: '00000000-0000-4000-8000-000000000001', organisationId: 'hongkou', role: 'finance-supervisor' } as const;

export function custodianBankBehaviour(adapter: string, open: (database: TestDatabase) => Promise<BankUnderTest>): void {
  describe(`the custodian bank over ${adapter}`, () => {
    const scene = useScene(0n);
    let under: BankUnderTest;
    beforeEach(async () => {
      under = await open(scene().database as TestDatabase);
      await scene().run(openAccount, { id: 'district', kind: 'holding', organisationId: 'hongkou', projectId: 'promenade' });
      await scene().run(openAppropriation, { reference, budgetId: 'district-appropriation', accountId: 'district', limitFen: 1_000_000n });
    });
    afterEach(() => under.close());

    /** Waits until the bank's word of so many advices has come, however it travels. */
    async function heard<Advice>(countMin: number, list: (after: string | null) => Promise<{ readonly advices: readonly Advice[] }>): Promise<readonly Advice[]> {
      for (const end = Date.now() + patienceMs; ; await sleep(20)) {
        const { advices } = await list(null);
        if (advices.length >= countMin) return advices;
        assert.ok(Date.now() < end, `${advices.length} of ${countMin} advices came`);
      }
    }
    const takeDeposits = async (countMin: number) => {
      for (const advice of await heard<DepositAdvice>(countMin, (after) => under.bank.listAdvices(after))) await scene().run(recordAdvice, advice);
    };
    const takePayments = async (countMin: number) => {
      const parked: (string | null)[] = [];
      for (const advice of await heard<PaymentAdvice>(countMin, (after) => under.bank.listPaymentAdvices(after))) parked.push((await scene().run(recordPaymentAdvice, advice)).parkedCode);
      return parked;
    };
    const deposit = async (adviceId: string) => (await readDeposits(scene().database.read, { adviceIds: [adviceId] }))[0];
    const payment = async () => (await readPayments(scene().database.read, { paymentIds: [paymentId] }))[0];
    const mint = async (adviceId: string) => {
      await scene().run(matchDeposit, adviceId);
      await scene().decide(depositApplicationId(adviceId), { kind: 'matchDeposit', by: people.districtFinance, adviceId, revision: 0, payoutNo: 0 });
      await scene().run(mintDeposit, adviceId);
    };
    /** Somebody's redemption, received by the district and ordered from the bank. */
    const order = async () => {
      const adviceId = await under.payIn({ reference, amountFen: 600_000n });
      await takeDeposits(1);
      await mint(adviceId);
      await scene().fund('street-money', 100_000n);
      await scene().reviewed('app', { amountFen });
      await scene().take('app');
      await scene().decide('app', { kind: 'payout', by: people.finance });
      await scene().post('app');
      await scene().order(applicationId, { amountFen });
      await scene().run(takeRedemption, { applicationId, payoutNo: 1 });
      await scene().decide(applicationId, { kind: 'redemption', by: people.districtFinance });
      return scene().run(orderPayment, { applicationId, payoutNo: 1, creditor, remittance: '滨江步道进度款' });
    };
    const send = () => sendPayments(scene().database, scene().env, under.bank);
    const bankHas = async () => {
      for (const end = Date.now() + patienceMs; (await under.orders()).length === 0; await sleep(20)) assert.ok(Date.now() < end, 'the bank has the order');
    };
    const paid: PaymentAdvice = { adviceId: 'SLIP-1', paymentId, outcome: 'paid', amountFen, valueDate: today(), reasonCode: null };

    test('a deposit is taken in once, however often it is told of, and minted', async () => {
      const adviceId = await under.payIn({ reference, amountFen: 600_000n, copies: 3 });
      await takeDeposits(3);
      await mint(adviceId);
      const found = await deposit(adviceId);
      assert.deepEqual([found?.reference, found?.amountFen, found?.valueDate, found?.state], [reference, 600_000n, today(), 'minted']);
      assert.equal((await readDeposits(scene().database.read)).length, 1);
      assert.equal(await scene().countEvents(depositApplicationId(adviceId), 'depositAdvised'), 1);
    });

    test('a deposit that comes under the same id with other content is parked for good', async () => {
      const adviceId = await under.payIn({ reference, amountFen: 600_000n });
      await takeDeposits(1);
      await scene().run(matchDeposit, adviceId);
      await under.slip({ kind: 'deposit', advice: { adviceId, reference, amountFen: 600_001n, valueDate: today(), debtorName: null } });
      await takeDeposits(2);
      assert.deepEqual([(await deposit(adviceId))?.parkedCode, (await deposit(adviceId))?.amountFen], ['bank.adviceConflict', 600_000n]);
      await assert.rejects(scene().run(assignDeposit, { by: district, adviceId, reference }), { code: 'bank.depositNotParked' });
    });

    test('a deposit whose reference nobody knows is parked, until a person says what it is for', async () => {
      const adviceId = await under.payIn({ reference: 'HK-2026-999', amountFen: 600_000n });
      await takeDeposits(1);
      await scene().run(matchDeposit, adviceId);
      assert.equal((await deposit(adviceId))?.parkedCode, 'bank.referenceUnknown');
      await assert.rejects(scene().run(assignDeposit, { by: district, adviceId, reference: 'HK-2026-998' }), { code: 'bank.referenceUnknown' });
      await scene().run(assignDeposit, { by: district, adviceId, reference });
      assert.deepEqual([(await deposit(adviceId))?.state, (await deposit(adviceId))?.reference], ['matched', 'HK-2026-999']);
    });

    test('an order reaches the bank as it was given, once, however often it is sent', async () => {
      const ordered = await order();
      await send();
      await under.bank.instructPayment(ordered);
      await bankHas();
      await under.bank.instructPayment(ordered);
      assert.deepEqual(await under.orders(), [{ paymentId, amountFen }]);
    });

    test('a payment is settled once by the bank’s word, told three times', async () => {
      const ordered = await order();
      await send();
      await bankHas();
      await under.settle(ordered, { outcome: 'paid', copies: 3 });
      assert.deepEqual(await takePayments(3), [null, null, null]);
      assert.equal((await payment())?.state, 'paid');
      await scene().run(burnTokens, { applicationId, payoutNo: 1 });
      assert.deepEqual(await Promise.all((['paymentConfirmed', 'tokensBurned'] as const).map((type) => scene().countEvents(applicationId, type))), [1, 1]);
    });

    test('an advice that comes before the answer to its order settles it', async () => {
      const ordered = await order();
      await under.bank.instructPayment(ordered);
      await bankHas();
      await under.settle(ordered, { outcome: 'paid' });
      await takePayments(1);
      const settled = await payment();
      assert.deepEqual([settled?.state, settled?.takenAt !== null], ['paid', true]);
      await send();
      assert.equal((await under.orders()).length, 1);
    });

    test('a refusal releases the tokens, with the bank’s reason', async () => {
      const ordered = await order();
      await send();
      await bankHas();
      await under.settle(ordered, { outcome: 'refused' });
      await takePayments(1);
      assert.deepEqual([(await payment())?.state, (await payment())?.reasonCode], ['refused', 'AC04']);
      await scene().run(voidRedemption, { applicationId, payoutNo: 1, reason: 'paymentRefused' });
    });

    test('another amount, another payment and another word settle nothing, and somebody sees them', async () => {
      const ordered = await order();
      await send();
      await bankHas();
      await under.slip({ kind: 'payment', advice: { ...paid, amountFen: amountFen - 1n } });
      await under.slip({ kind: 'payment', advice: { ...paid, adviceId: 'SLIP-2', paymentId: 'nobodys-1' } });
      await takePayments(2);
      assert.equal((await payment())?.state, 'waiting');
      await under.settle(ordered, { outcome: 'paid' });
      await takePayments(3);
      assert.equal((await payment())?.state, 'paid');
      await under.slip({ kind: 'payment', advice: { ...paid, adviceId: 'SLIP-3', outcome: 'refused', reasonCode: 'AC04' } });
      await under.slip({ kind: 'payment', advice: { ...paid, adviceId: 'SLIP-4' } });
      await under.slip({ kind: 'payment', advice: { ...paid, adviceId: 'SLIP-1', amountFen: amountFen - 2n } });
      await takePayments(6);
      await takePayments(6);
      assert.equal((await payment())?.state, 'paid');
      assert.deepEqual((await readParkedAdvices(scene().database.read)).map(({ parkedCode }) => parkedCode).sort(), [
        'bank.adviceConflict', 'bank.paymentAmount', 'bank.paymentContradicted', 'bank.paymentRepeated', 'bank.paymentUnknown',
      ]);
    });

    const prove = async (deposits: number, payments: number) => {
      const pollFeed = async () => {
        await takeDeposits(deposits);
        await takePayments(payments);
      };
      return proveReserve({ database: scene().database, env: scene().env, bank: under.bank, pollFeed });
    };

    test('the reserve is proved line by line out of its statements, and a deposit that is on none is found', async () => {
      const adviceId = await under.payIn({ reference, amountFen: 600_000n });
      await takeDeposits(1);
      await mint(adviceId);
      const forged = { adviceId: 'FORGED', reference, amountFen: 50_000n, valueDate: today(), debtorName: null };
      await under.slip({ kind: 'deposit', advice: forged });
      await takeDeposits(2);
      await mint('FORGED');
      await under.closeBooks();
      for (const end = Date.now() + patienceMs; !(await under.bank.custodyFen().then(() => true, () => false)); await sleep(20)) assert.ok(Date.now() < end, 'the statement came');
      const proof = await prove(2, 0);
      assert.deepEqual([proof.agrees, proof.custodyFen, proof.supplyFen], [false, 600_000n, 650_000n]);
      assert.deepEqual(proof.lines.map(({ id, state }) => [id, state]), [[adviceId, 'matched'], ['FORGED', 'unknownToBank']]);
    });

    test('what is paid in and out stands on the statement', async () => {
      const ordered = await order();
      await send();
      await bankHas();
      await under.settle(ordered, { outcome: 'paid' });
      await takePayments(1);
      await under.closeBooks();
      for (const end = Date.now() + patienceMs; !(await under.bank.custodyFen().then((fen) => fen === 540_000n, () => false)); await sleep(20)) assert.ok(Date.now() < end, 'the statement came');
      const { openingFen, lines, closingFen } = await under.bank.readStatement();
      assert.deepEqual([openingFen, closingFen], [0n, 540_000n]);
      assert.deepEqual(lines.map(({ kind, amountFen: fen }) => [kind, fen]), [['deposit', 600_000n], ['payment', amountFen]]);
      assert.equal(lines[1]?.id, paymentId);
    });
  });
}
