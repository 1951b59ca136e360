/** A redemption from the order to the burn, with the simulated bank as a process of its own: paid, refused and retried, silent, wrong. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { orderRedemption, readApplication } from '@gbc/applications';
import { breakSimulatedBank, httpBank, listSimulatedPayments, payIntoSimulatedBank, readPayments, settleSimulatedPayment, type SimulatedOutcome } from '@gbc/bank';
import { startBankProcess, type BankProcess } from '@gbc/bank/testing';
import { readApplicationEvents, systemEnvironment as env, type EventType } from '@gbc/events';
import { ManualClock } from '../engine/embedded/testing/manual-clock.ts';
import { paymentIdOf, readBalances, readLotDifferences, readSupply } from '@gbc/ledger';
import { createBankFeed, type BankFeed } from '@gbc/workers';
import { openHouse, until, type House } from './house.ts';

const paidFen = 10_900_000;
const dayMs = 86_400_000;
const accountId = 'holding:pujiang:HK-2026-001:2120303';
const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' };

describe('a redemption', () => {
  const clock = new ManualClock();
  let house: House;
  let bank: BankProcess;
  let feed: BankFeed;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gbc-redemption-'));
    [house, bank] = await Promise.all([openHouse(clock), startBankProcess(folder)]);
    feed = createBankFeed({
      database: house.database, bank: httpBank(bank.address), dispatcher: house.dispatcher, env, onError: (error) => failures.push(error), onAdvice: () => undefined,
      onPayment: () => undefined,
    });
    await payIntoSimulatedBank(bank.address, { depositId: 'float', reference: 'HK-2026-004', amountFen: 50_000_000n, valueDate: '2026-11-01' });
    await house.fundStreet(50_000_000n);
    const id = await house.apply({ amountFen: paidFen });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: paidFen });
    await house.waitForState(id, 'completed');
  });
  after(async () => {
    await feed.stop();
    await bank.end('SIGKILL');
    await house.close();
    await rm(folder, { recursive: true });
  });

  /** What the feed ran into, and goes on from. */
  const failures: unknown[] = [];
  const order = async (amountFen: number, login = 'pujiang.supplier') => {
    const by = await house.person(login);
    const id = await house.database.transaction((tx) => orderRedemption(tx, env, by, { accountId, form: { purpose: '第二期工程款', amountFen, creditor } }));
    await house.dispatcher.flush();
    return id;
  };
  const receive = async (id: string, outcome: 'approved' | 'rejected' = 'approved') => {
    await house.waitForTask(id, 'receiveOrder');
    await house.decideAs('hongkou.finance-supervisor', id, outcome === 'approved' ? { outcome } : { outcome, reason: '户名有误' });
  };
  const payment = async (id: string, payoutNo = 1) => (await readPayments(house.database.read, { paymentIds: [paymentIdOf({ applicationId: id, payoutNo })] }))[0];
  const instructed = async (id: string, payoutNo = 1) => {
    await until(async () => (await payment(id, payoutNo)) !== undefined, 'the payment is ordered');
    await feed.poll();
  };
  const bankSettles = async (id: string, outcome: SimulatedOutcome, payoutNo = 1) => {
    await settleSimulatedPayment(bank.address, paymentIdOf({ applicationId: id, payoutNo }), outcome);
    await feed.poll();
  };
  const account = async () => {
    const [found] = await readBalances(house.database.read, { accountIds: [accountId] });
    assert.ok(found);
    return found;
  };
  const count = async (id: string, type: EventType) => (await readApplicationEvents(house.database.read, id, [type])).length;
  const supplyFen = () => readSupply(house.database.read);

  test('is held from the order on, paid by the bank, and burned', async () => {
    const before = await account();
    const supplyBeforeFen = await supplyFen();
    const id = await order(1_000_000);
    await house.waitForTask(id, 'receiveOrder');
    assert.equal((await account()).availableFen, before.availableFen - 1_000_000n);
    await receive(id);
    await instructed(id);
    assert.deepEqual((await listSimulatedPayments(bank.address)).map(({ creditor: to, state }) => [to, state]), [[creditor, 'waiting']]);
    assert.equal(await supplyFen(), supplyBeforeFen);
    await bankSettles(id, { outcome: 'paid' });
    await house.waitForState(id, 'completed');
    assert.equal(await supplyFen(), supplyBeforeFen - 1_000_000n);
    assert.deepEqual(await readLotDifferences(house.database.read), []);
    assert.deepEqual(await Promise.all((['paymentInstructed', 'paymentConfirmed', 'tokensBurned', 'applicationSealed'] as const).map((type) => count(id, type))), [1, 1, 1, 1]);
  });

  test('that the bank refuses goes back to the payee, who corrects it and is paid', async () => {
    const id = await order(500_000);
    await receive(id);
    await instructed(id);
    await bankSettles(id, { outcome: 'refused', reasonCode: 'AC04' });
    await house.waitForTask(id, 'correct');
    const { refusal } = await readApplication(house.database.read, id);
    assert.deepEqual(refusal, { code: 'bank.paymentRefused', params: { reasonCode: 'AC04' } });
    assert.equal((await account()).debitsPendingFen, 0n);
    await house.decideAs('pujiang.supplier', id, { outcome: 'supplied', form: { purpose: '第二期工程款', amountFen: 500_000, creditor: { ...creditor, account: '6222020000009999999' } } });
    await receive(id);
    await instructed(id, 2);
    await bankSettles(id, { outcome: 'paid' }, 2);
    await house.waitForState(id, 'completed');
    assert.deepEqual([(await payment(id))?.state, (await payment(id, 2))?.state, await count(id, 'tokensBurned')], ['refused', 'paid', 1]);
  });

  test('that district finance sends back is released', async () => {
    const id = await order(400_000);
    await receive(id, 'rejected');
    await house.waitForTask(id, 'correct');
    assert.deepEqual([(await account()).debitsPendingFen, await count(id, 'paymentInstructed')], [0n, 0]);
    await house.engine.cancelInstance((await readApplication(house.database.read, id)).processInstanceKey ?? '');
  });

  test('that exceeds what is there goes back at once, with the reason', async () => {
    const id = await order(100_000_000);
    await house.waitForTask(id, 'correct');
    assert.equal((await readApplication(house.database.read, id)).refusal?.code, 'ledger.overdraft');
    await house.engine.cancelInstance((await readApplication(house.database.read, id)).processInstanceKey ?? '');
  });

  test('that the bank is silent about becomes a task, and is paid once however often it is told and tells', async () => {
    const id = await order(300_000);
    await breakSimulatedBank(bank.address, { path: '/payments', kind: 'loseAnswer', times: 1 });
    await breakSimulatedBank(bank.address, { path: '/payment-advices', kind: 'refuse', times: 1 });
    await receive(id);
    await instructed(id);
    await until(async () => (await feed.poll(), (await payment(id))?.takenAt !== null), 'the bank has the order');
    assert.ok(failures.length > 0);
    assert.equal((await listSimulatedPayments(bank.address)).filter(({ paymentId }) => paymentId === paymentIdOf({ applicationId: id, payoutNo: 1 })).length, 1);
    await clock.advance(dayMs + 1000, () => house.engine.settled());
    await house.waitForTask(id, 'checkPayment');
    await assert.rejects(house.decideAs('hongkou.finance-supervisor', id, { outcome: 'confirmed' }), { code: 'task.incomplete' });
    await house.decideAs('hongkou.finance-supervisor', id, { outcome: 'confirmed', reason: '已致电银行，尚在处理' });
    await until(async () => (await count(id, 'commandRefused')) === 1, 'the burn is refused');
    await house.waitForTask(id, 'checkPayment');
    await bankSettles(id, { outcome: 'paid', copies: 3 });
    await house.waitForState(id, 'completed');
    assert.deepEqual([await count(id, 'paymentInstructed'), await count(id, 'tokensBurned')], [1, 1]);
  });

  test('that the bank pays in another amount stays held, and somebody is asked to look', async () => {
    const before = await account();
    const id = await order(200_000);
    await receive(id);
    await instructed(id);
    await bankSettles(id, { outcome: 'paid', amountFen: 199_999n });
    await house.waitForTask(id, 'checkPayment');
    assert.deepEqual([(await payment(id))?.state, await count(id, 'paymentParked'), await count(id, 'tokensBurned')], ['waiting', 1, 0]);
    assert.equal((await account()).availableFen, before.availableFen - 200_000n);
  });

  test('whose process is cancelled while the bank pays still follows the money', async () => {
    const id = await order(100_000);
    await receive(id);
    await instructed(id);
    await house.waitForState(id, 'paying');
    await house.engine.cancelInstance((await readApplication(house.database.read, id)).processInstanceKey ?? '');
    await house.waitForState(id, 'terminated');
    assert.equal(await count(id, 'redemptionVoided'), 0);
    await bankSettles(id, { outcome: 'paid' });
    assert.equal(await count(id, 'tokensBurned'), 1);
  });

  test('is ordered only by those whose tokens they are, of an account that can be redeemed', async () => {
    await assert.rejects(order(1, 'huangpu.supplier'), { code: 'application.notApplicant' });
    await assert.rejects(order(1, 'hongkou.finance-supervisor'), { code: 'application.notApplicant' });
    await assert.rejects(order(0), { code: 'application.formInvalid' });
  });
});
