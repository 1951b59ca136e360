import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readApplicationEvents } from '@gbc/events';
import { openAccount, openBudget, readSupply } from '@gbc/ledger';
import { atOnce, decide, people, refusal, useScene } from '@gbc/ledger/testing';
import { BankError, matchDeposit, mintDeposit, openAppropriation, readDeposits, recordAdvice, type DepositAdvice } from './index.ts';

const limitFen = 1_000_000_00n;
const advice: DepositAdvice = { adviceId: 'ADV-000001', reference: 'HK-2026-017', amountFen: 600_000_00n, valueDate: '2026-11-20', debtorName: '虹口区财政局' };
const applicationId = 'deposit:ADV-000001';
const appropriation = { reference: advice.reference, budgetId: 'appropriation:hongkou', accountId: 'holding:hongkou', limitFen };

describe('a deposit', () => {
  const scene = useScene(0n);
  const record = (changes: Partial<DepositAdvice> = {}) => scene().run(recordAdvice, { ...advice, ...changes });
  const match = (adviceId = advice.adviceId) => scene().run(matchDeposit, adviceId);
  const mint = (adviceId = advice.adviceId) => scene().run(mintDeposit, adviceId);
  const approve = (adviceId = advice.adviceId) =>
    scene().run(decide, { applicationId: `deposit:${adviceId}`, kind: 'matchDeposit', by: people.districtFinance, adviceId, revision: 0, payoutNo: 0 });
  const open = async (changes: Partial<typeof appropriation> = {}) => {
    await scene().run(openAccount, { id: appropriation.accountId, kind: 'holding', organisationId: 'hongkou', projectId: 'promenade' });
    await scene().run(openAppropriation, { ...appropriation, ...changes });
  };
  const events = async (...types: ('depositAdvised' | 'depositMatched' | 'depositParked')[]) =>
    (await readApplicationEvents(scene().database.read, applicationId, types)).map(({ type, data }) => ({ type, data }));
  const stateOf = async (adviceId = advice.adviceId) => (await readDeposits(scene().database.read, { adviceIds: [adviceId] })).map(({ state, parkedCode }) => [state, parkedCode]);

  test('goes from the advice over its match to the mint, each once', async () => {
    await open();
    assert.equal((await record()).isNew, true);
    assert.equal((await record()).isNew, false);
    const matched = await match();
    assert.deepEqual([matched.state, matched.accountId, matched.budgetId], ['matched', appropriation.accountId, appropriation.budgetId]);
    assert.deepEqual(await match(), matched);
    await assert.rejects(mint(), refusal('ledger.approvalMissing'));
    await approve();
    assert.deepEqual(await mint(), await mint());
    assert.deepEqual(await stateOf(), [['minted', null]]);
    assert.equal(await readSupply(scene().database.read), advice.amountFen);
    assert.deepEqual(await events('depositAdvised', 'depositMatched', 'depositParked'), [
      { type: 'depositAdvised', data: { adviceId: advice.adviceId, reference: advice.reference, amountFen: Number(advice.amountFen), valueDate: advice.valueDate } },
      { type: 'depositMatched', data: { adviceId: advice.adviceId, accountId: appropriation.accountId, budgetId: appropriation.budgetId } },
    ]);
    assert.deepEqual((await match()).state, 'minted');
  });

  test('with an unknown reference is parked, and matched once the appropriation is there', async () => {
    await record();
    assert.deepEqual((await match()).parkedCode, 'bank.referenceUnknown');
    await match();
    assert.deepEqual(await events('depositParked'), [{ type: 'depositParked', data: { adviceId: advice.adviceId, code: 'bank.referenceUnknown' } }]);
    await open();
    assert.deepEqual([(await match()).state, await stateOf()], ['matched', [['matched', null]]]);
  });

  test('that exceeds what is appropriated, alone or with those before, is parked', async () => {
    await open();
    await record();
    await match();
    await record({ adviceId: 'ADV-000002', amountFen: limitFen - advice.amountFen + 1n });
    assert.equal((await match('ADV-000002')).parkedCode, 'bank.overAppropriation');
    await record({ adviceId: 'ADV-000003', amountFen: limitFen - advice.amountFen });
    assert.equal((await match('ADV-000003')).state, 'matched');
  });

  test('is matched together with another only as far as is appropriated', async () => {
    await open();
    await record();
    await record({ adviceId: 'ADV-000002' });
    const deposits = await atOnce(scene(), () => match(), () => match('ADV-000002'));
    assert.deepEqual(deposits.map((deposit) => (typeof deposit === 'string' ? deposit : deposit.state)).sort(), ['matched', 'parked']);
  });

  test('that the bank contradicts is parked for good and never minted', async () => {
    await open();
    await record();
    await match();
    await approve();
    for (const changes of [{ amountFen: 1n }, { reference: 'HK-2026-018' }, { valueDate: '2026-11-21' }, { debtorName: null }]) {
      assert.deepEqual((await record(changes)).deposit.parkedCode, 'bank.adviceConflict');
      await record(changes);
    }
    assert.equal((await events('depositParked')).length, 4);
    assert.equal((await match()).state, 'parked');
    await assert.rejects(mint(), refusal('ledger.approvalMissing', { missing: 'depositMatched', required: 1, found: 0 }));
    const [deposit] = await readDeposits(scene().database.read, { adviceIds: [advice.adviceId] });
    assert.equal(deposit?.amountFen, advice.amountFen);
  });

  test('that is minted stays minted when the bank contradicts it, and the log tells', async () => {
    await open();
    await record();
    await match();
    await approve();
    const minted = await mint();
    assert.equal((await record({ amountFen: 1n })).deposit.state, 'minted');
    assert.equal((await events('depositParked')).length, 1);
    assert.deepEqual(await mint(), minted);
  });

  test('is recorded once when it arrives twice at the same time', async () => {
    const recorded = await atOnce(scene(), () => record(), () => record(), () => record());
    assert.equal(recorded.filter((each) => typeof each !== 'string' && each.isNew).length, 1);
    assert.equal((await events('depositAdvised')).length, 1);
  });

  test('that nobody recorded can be neither matched nor minted', async () => {
    const unknown = (error: unknown) => error instanceof BankError && error.code === 'bank.adviceUnknown';
    await assert.rejects(match(), unknown);
    await assert.rejects(mint(), unknown);
  });

  test('keeps what the bank said, whoever writes to the table', async () => {
    await record();
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    await assert.rejects(write('update deposit_advice set amount_fen = 1'), { code: '23001' });
    await assert.rejects(write('delete from deposit_advice'), { code: '23001' });
    await assert.rejects(write(`update deposit_advice set state = 'minted'`), { code: '23514' });
  });

  test('finds one appropriation by its reference, which is never given anew', async () => {
    await open();
    await open();
    await assert.rejects(open({ limitFen: limitFen + 1n }), refusal('ledger.conflict'));
    await scene().run(openBudget, { id: 'other', level: 'appropriation', payerAccountId: appropriation.accountId, limitFen });
    await assert.rejects(open({ budgetId: 'other' }), { name: 'BankError', code: 'bank.appropriationConflict' });
  });
});
