/** A payment that was wrong is taken back: out of a dispute, of one long completed, against a second supervisor's word, after the payee has used it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApplicationError, findCorrection, orderRedemption, proposeCorrection, readApplication, readDecisions, readOpenTasks } from '@gbc/applications';
import { readApplicationEvents, systemEnvironment as env } from '@gbc/events';
import { correctionApplicationId, readBalances, readBudgets, readLotDifferences, readTransfers } from '@gbc/ledger';
import { openHouse, until, type House } from './house.ts';

const paidFen = 10_900_000;
const payeeAccountId = 'holding:pujiang:HK-2026-001:2120303';
const payerAccountId = 'holding:beiwaitan:HK-2026-001:2120303';
const reason = '付款节点有误，合同约定第二期尚未到期';

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof ApplicationError, String(error));
  assert.equal(error.code, code);
  return true;
};

describe('a correction', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
    await house.fundStreet(100_000_000n);
  });
  after(() => house.close());

  const correctionOf = (applicationId: string) => correctionApplicationId({ applicationId, payoutNo: 1 });
  const availableFen = async (accountId: string) => (await readBalances(house.database.read, { accountIds: [accountId] }))[0]?.availableFen;
  const propose = async (login: string, applicationId: string) => {
    const by = await house.person(login);
    const id = await house.database.transaction((tx) => proposeCorrection(tx, env, by, { applicationId, payoutNo: 1, reason }));
    await house.dispatcher.flush();
    return id;
  };
  const stateOf = async (id: string) => (await readApplication(house.database.read, id)).state;

  async function pay(it: { invoiceNumber?: string } = {}): Promise<string> {
    const id = await house.apply({ amountFen: paidFen, ...it });
    await house.waitForTask(id, 'review');
    await house.decideAs('beiwaitan.specialist', id, { outcome: 'approved' });
    await house.waitForTask(id, 'approvePayout');
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'approved' });
    await house.waitForTask(id, 'confirmReceipt');
    return id;
  }

  async function complete(id: string): Promise<void> {
    await house.decideAs('pujiang.supplier', id, { outcome: 'confirmed', receivedFen: paidFen });
    await house.waitForState(id, 'completed');
  }

  it('begins with an answer that finds a dispute right; another supervisor confirms, and the very tokens are back', async () => {
    const invoiceNumber = '26312000000010009001';
    const before = await availableFen(payerAccountId);
    const id = await pay({ invoiceNumber });
    assert.equal(await availableFen(payeeAccountId), BigInt(paidFen));
    await house.decideAs('pujiang.supplier', id, { outcome: 'disputed', reason: '与合同约定的节点金额不符' });
    await house.waitForTask(id, 'answerDispute');
    await assert.rejects(house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'conceded' }), refusedWith('task.incomplete'));
    await house.decideAs('beiwaitan.finance-supervisor', id, { outcome: 'conceded', reason });
    const correctionId = correctionOf(id);
    await house.waitForTask(correctionId, 'confirmCorrection');
    assert.equal(await stateOf(correctionId), 'approvingCorrection');

    await assert.rejects(house.decideAs('beiwaitan.finance-supervisor', correctionId, { outcome: 'approved' }), refusedWith('task.ownApplication'));
    await assert.rejects(house.decideAs('pujiang.supplier', correctionId, { outcome: 'approved' }), refusedWith('task.notYours'));
    await assert.rejects(house.decideAs('jiaxing.finance-supervisor', correctionId, { outcome: 'approved' }), refusedWith('task.notYours'));
    await house.decideAs('beiwaitan.finance-supervisor-2', correctionId, { outcome: 'approved' });
    await house.waitForState(correctionId, 'completed');
    await until(async () => (await readOpenTasks(house.database.read, id)).length === 0, 'the corrected application to ask nothing of anybody');
    assert.equal(await stateOf(id), 'corrected');
    assert.deepEqual([await availableFen(payeeAccountId), await availableFen(payerAccountId)], [0n, before]);
    assert.deepEqual(await readLotDifferences(house.database.read), []);

    const decisions = (await readDecisions(house.database.read, id)).filter(({ decision }) => decision === 'correction');
    assert.deepEqual(decisions.map(({ outcome, state }) => [outcome, state]), [['approved', 'accepted'], ['approved', 'accepted']]);
    const [corrected] = await readTransfers(house.database.read, correctionId);
    assert.deepEqual([corrected?.kind, corrected?.amountFen, corrected?.decisionIds], ['correction', BigInt(paidFen), decisions.map(({ decisionId }) => decisionId)]);
    const [proposed] = await readApplicationEvents(house.database.read, correctionId, ['correctionProposed']);
    assert.equal(proposed?.data.correctedApplicationId, id);
    assert.equal((await readApplicationEvents(house.database.read, id, ['transferCorrected'])).length, 1);
    assert.ok(!JSON.stringify(await readApplicationEvents(house.database.read, correctionId, ['correctionProposed', 'decisionRecorded'])).includes(reason), 'reasons are told by commitment');

    const anew = await house.apply({ amountFen: paidFen, invoiceNumber });
    await house.waitForTask(anew, 'review');
    assert.equal(await stateOf(anew), 'reviewing', 'the invoice may be used again');
  });

  it('is refused to who has no say, and proposed once', async () => {
    const id = await pay();
    await assert.rejects(propose('pujiang.supplier', id), refusedWith('correction.notAllowed'));
    await assert.rejects(propose('beiwaitan.specialist', id), refusedWith('correction.notAllowed'));
    await assert.rejects(propose('jianwei.finance-supervisor', id), refusedWith('correction.notAllowed'));
    await assert.rejects(propose('beiwaitan.finance-supervisor', await house.apply({ amountFen: paidFen })), refusedWith('correction.notPaid'));
    await complete(id);
    const both = await Promise.allSettled([propose('beiwaitan.finance-supervisor', id), propose('beiwaitan.finance-supervisor-2', id)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'of two at once one proposes');
    await assert.rejects(propose('beiwaitan.finance-supervisor', id), refusedWith('correction.proposed'));
  });

  it('that the second supervisor rejects leaves the payment as it is, for good', async () => {
    const id = await pay();
    await complete(id);
    const correctionId = await propose('beiwaitan.finance-supervisor-2', id);
    await house.waitForTask(correctionId, 'confirmCorrection');
    await assert.rejects(house.decideAs('beiwaitan.finance-supervisor', correctionId, { outcome: 'rejected' }), refusedWith('task.incomplete'));
    await house.decideAs('beiwaitan.finance-supervisor', correctionId, { outcome: 'rejected', reason: '付款无误' });
    await until(async () => (await findCorrection(house.database.read, id))?.state === 'rejected', 'the correction to be rejected');
    await until(async () => (await readOpenTasks(house.database.read, correctionId)).length === 0, 'its process to end');
    assert.deepEqual([await stateOf(id), await readTransfers(house.database.read, correctionId)], ['completed', []]);
    await assert.rejects(propose('beiwaitan.finance-supervisor', id), refusedWith('correction.proposed'));
  });

  it('of tokens that the payee has used is refused with the reason, and tried again once they are free', async () => {
    const id = await pay();
    await complete(id);
    const held = await availableFen(payeeAccountId);
    const supplier = await house.person('pujiang.supplier');
    const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' };
    const form = { purpose: '工程款', amountFen: Number(held), creditor };
    const redemption = await house.database.transaction((tx) => orderRedemption(tx, env, supplier, { accountId: payeeAccountId, form }));
    await house.waitForTask(redemption, 'receiveOrder');
    const correctionId = await propose('beiwaitan.finance-supervisor', id);
    await house.waitForTask(correctionId, 'confirmCorrection');
    await house.decideAs('beiwaitan.finance-supervisor-2', correctionId, { outcome: 'approved' });
    await until(async () => (await readApplication(house.database.read, correctionId)).refusal?.code === 'ledger.overdraft', 'the ledger to refuse');
    await house.waitForTask(correctionId, 'confirmCorrection');
    assert.equal(await stateOf(id), 'completed');

    await house.decideAs('hongkou.finance-supervisor', redemption, { outcome: 'rejected', reason: '付款待更正' });
    await house.waitForTask(redemption, 'correct');
    await house.decideAs('beiwaitan.finance-supervisor-2', correctionId, { outcome: 'approved' });
    await house.waitForState(correctionId, 'completed');
    assert.deepEqual([await stateOf(id), (await readApplication(house.database.read, correctionId)).refusal], ['corrected', null]);
    const contract = (await readBudgets(house.database.read, { budgetIds: ['contract:beiwaitan:HT-2026-001'] }))[0];
    const posted = (await Promise.all((await house.database.read<{ id: string }>(`select id from application where process_id = 'street-approval' and state <> 'corrected'`)).rows.map((row) => readTransfers(house.database.read, row.id)))).flat();
    assert.equal(contract?.spentFen, posted.filter(({ state }) => state === 'posted').reduce((sum, { amountFen }) => sum + amountFen, 0n), 'what went back no longer counts on the contract');
  });
});
