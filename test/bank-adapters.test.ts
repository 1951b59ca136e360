/** The whole way of the money through a bank that speaks ISO 20022, in files and over HTTP: deposit, mint, redemption, refusal, payment, reserve proof. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { orderRedemption, readApplication } from '@gbc/applications';
import {
  closeSimulatedBooks, folderExchange, httpExchange, iso20022Format, listSimulatedPayments, messageBank, payIntoSimulatedBank, proveReserve, readDeposits, readPayments, settleSimulatedPayment,
  type CustodianBank, type SimulatedOutcome,
} from '@gbc/bank';
import { startBankProcess, type BankProcess } from '@gbc/bank/testing';
import { systemEnvironment as env } from '@gbc/events';
import { depositApplicationId, paymentIdOf, readSupply } from '@gbc/ledger';
import { createBankFeed, type BankFeed } from '@gbc/workers';
import { openHouse, until, type House } from './house.ts';

const account = { number: '31050161393600000017', holder: '虹口区财政局', bank: '示例托管银行' };
const accountId = 'holding:pujiang:HK-2026-001:2120303';
const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' };
const paidFen = 10_900_000;

for (const way of ['files', 'HTTP'] as const) {
  describe(`the money’s way through ISO 20022 over ${way}`, () => {
    let house: House;
    let bank: BankProcess;
    let custodian: CustodianBank;
    let feed: BankFeed;
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'gbc-iso-way-'));
      const [outbox, inbox] = [join(folder, 'orders'), join(folder, 'advices')];
      [house, bank] = await Promise.all([openHouse(), startBankProcess(join(folder, 'books'), '--account', account.number, '--orders', outbox, '--advices', inbox)]);
      const exchange = way === 'files' ? folderExchange({ outbox, inbox, extension: '.xml', settleMs: 0 }) : httpExchange(bank.address);
      custodian = messageBank({ exchange, format: iso20022Format(account), now: () => env.now(), onUnread: ({ refused }) => Promise.reject(refused) });
      feed = createBankFeed({
        database: house.database, bank: custodian, dispatcher: house.dispatcher, env, onError: (error) => assert.fail(error instanceof Error ? error : String(error)), onAdvice: () => undefined,
        onPayment: () => undefined,
      });
    });
    after(async () => {
      await feed.stop();
      await bank.end('SIGTERM');
      await house.close();
      await rm(folder, { recursive: true });
    });

    const polledUntil = (isTrue: () => Promise<boolean>, what: string) => until(async () => (await feed.poll(), await isTrue()), what);
    const payment = async (id: string, payoutNo: number) => (await readPayments(house.database.read, { paymentIds: [paymentIdOf({ applicationId: id, payoutNo })] }))[0];
    const receive = async (id: string) => {
      await house.waitForTask(id, 'receiveOrder');
      await house.decideAs('hongkou.finance-supervisor', id, { outcome: 'approved' });
    };
    const settle = async (id: string, payoutNo: number, outcome: SimulatedOutcome) => {
      const paymentId = paymentIdOf({ applicationId: id, payoutNo });
      await polledUntil(async () => (await listSimulatedPayments(bank.address)).some((each) => each.paymentId === paymentId), 'the bank has the order');
      await settleSimulatedPayment(bank.address, paymentId, outcome);
      await polledUntil(async () => (await payment(id, payoutNo))?.state !== 'waiting', 'the bank’s word');
    };

    test('a deposit is minted, handed down, redeemed, refused, paid at last, and the reserve agrees line by line', async () => {
      // fundStreet of the house takes in advices of its own: they are paid into this bank first, so that its statement has them.
      const advice = await payIntoSimulatedBank(bank.address, { depositId: 'treasury-1', reference: 'HK-2026-001', amountFen: 100_000_000n, valueDate: '2026-11-01', debtorName: '虹口区财政局' });
      const deposit = depositApplicationId(advice.adviceId);
      await polledUntil(async () => (await readDeposits(house.database.read, { adviceIds: [advice.adviceId] })).length > 0, 'the advice');
      await house.waitForTask(deposit, 'confirmMatch');
      await house.decideAs('hongkou.finance-supervisor', deposit, { outcome: 'approved' });
      await until(async () => (await readDeposits(house.database.read, { states: ['minted'] })).length > 0, 'the mint');
      assert.equal(await readSupply(house.database.read), 100_000_000n);

      await house.handDown(50_000_000n);
      const application = await house.apply({ amountFen: paidFen });
      await house.waitForTask(application, 'review');
      await house.decideAs('beiwaitan.specialist', application, { outcome: 'approved' });
      await house.waitForTask(application, 'approvePayout');
      await house.decideAs('beiwaitan.finance-supervisor', application, { outcome: 'approved' });
      await house.waitForTask(application, 'confirmReceipt');
      await house.decideAs('pujiang.supplier', application, { outcome: 'confirmed', receivedFen: paidFen });
      await house.waitForState(application, 'completed');

      const by = await house.person('pujiang.supplier');
      const form = { purpose: '第二期工程款', amountFen: 1_000_000, creditor };
      const id = await house.database.transaction((tx) => orderRedemption(tx, env, by, { accountId, form }));
      await house.dispatcher.flush();
      await receive(id);
      await settle(id, 1, { outcome: 'refused', reasonCode: 'AC04' });
      await house.waitForTask(id, 'correct');
      assert.deepEqual((await readApplication(house.database.read, id)).refusal, { code: 'bank.paymentRefused', params: { reasonCode: 'AC04' } });
      await house.decideAs('pujiang.supplier', id, { outcome: 'supplied', form: { ...form, creditor: { ...creditor, account: '6222020000009999999' } } });
      await receive(id);
      await settle(id, 2, { outcome: 'paid', copies: 2 });
      await house.waitForState(id, 'completed');
      assert.equal(await readSupply(house.database.read), 99_000_000n);

      await closeSimulatedBooks(bank.address);
      await until(async () => (await custodian.custodyFen().catch(() => 0n)) === 99_000_000n, 'the statement');
      const proof = await proveReserve({ database: house.database, env, bank: custodian, pollFeed: () => feed.poll() });
      assert.deepEqual([proof.agrees, proof.custodyFen, proof.supplyFen], [true, 99_000_000n, 99_000_000n]);
      assert.deepEqual(proof.lines.map(({ kind, state }) => [kind, state]), [['deposit', 'matched'], ['payment', 'matched']]);
    });
  });
}
