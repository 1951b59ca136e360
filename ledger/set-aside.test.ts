import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccount, openBudget, readBalances, readDepositsBehind, readLotDifferences, readTrail, setAsideOperating } from './index.ts';
import { atOnce, people, refusal, useScene } from './testing/index.ts';

const paidFen = 100_000_00n;
const policy = { decisionKey: '2251799813685500', ratioBasisPoints: 250, capFen: 3_000_00n };
const allocation = { payeeOrganisationId: 'jiaxing', payeeAccountId: 'next', budgetId: 'appropriation', amountFen: paidFen };

describe('setting aside operating costs', () => {
  const scene = useScene(60_000_00n);
  const setAside = (applicationId = 'app', changes: object = {}) => scene().run(setAsideOperating, { applicationId, payoutNo: 1, accountId: 'next-operating', policy, ...changes });
  const operatingFen = async () => (await readBalances(scene().database.read, { accountIds: ['next-operating'] }))[0]?.availableFen;

  /** Another street office is given tokens out of two deposits, and confirms them. */
  async function allocated(applicationId = 'app', { isConfirmed = true } = {}): Promise<void> {
    const it = scene();
    await it.fund(`${applicationId}-more`, paidFen);
    for (const [id, kind] of [['next', 'holding'], ['next-operating', 'operating']] as const) await it.run(openAccount, { id, kind, organisationId: 'jiaxing', projectId: 'promenade' });
    await it.run(openBudget, { id: 'next-appropriation', level: 'appropriation', payerAccountId: 'next', limitFen: 1_000_000_00n });
    await it.submit(applicationId, allocation, people.otherSpecialist);
    await it.decide(applicationId, { kind: 'review', by: people.specialist });
    await it.take(applicationId);
    await it.decide(applicationId, { kind: 'payout', by: people.finance });
    await it.post(applicationId);
    if (isConfirmed) await it.decide(applicationId, { kind: 'receipt', outcome: 'confirmed', by: people.otherFinance });
  }

  test('moves the share of what was received, once, with the tokens it came by', async () => {
    await allocated();
    const first = await setAside();
    assert.deepEqual([first?.amountFen, first?.debitAccountId, first?.creditAccountId, await operatingFen()], [2_500_00n, 'next', 'next-operating', 2_500_00n]);
    assert.deepEqual(await setAside(), first);
    assert.equal(await scene().countEvents('app', 'operatingSetAside'), 1);
    const { read } = scene().database;
    assert.deepEqual(await readDepositsBehind(read, 'operating:app'), [{ adviceId: 'first', amountFen: 2_500_00n }]);
    assert.deepEqual((await readTrail(read, 'operating:app')).map(({ kind }) => kind), ['mint', 'mint', 'payout', 'setAside']);
    assert.deepEqual(await readLotDifferences(read), []);
  });

  test('keeps within the cap over all payouts of the project, and then sets nothing aside', async () => {
    for (const [id, expectedFen] of [['one', 2_500_00n], ['two', 500_00n], ['three', undefined]] as const) {
      await allocated(id);
      assert.equal((await setAside(id))?.amountFen, expectedFen);
    }
    assert.equal(await operatingFen(), policy.capFen);
  });

  test('waits for the receipt of somebody who did not apply', async () => {
    await allocated('app', { isConfirmed: false });
    await assert.rejects(setAside(), refusal('ledger.approvalMissing', { missing: 'receipt', required: 1, found: 0 }));
    await scene().decide('app', { kind: 'receipt', outcome: 'disputed', by: people.otherFinance });
    await scene().decide('app', { kind: 'receipt', outcome: 'confirmed', by: people.finance });
    await assert.rejects(setAside(), refusal('ledger.approvalMissing'));
    await scene().decide('app', { kind: 'receipt', outcome: 'confirmed', by: { ...people.otherSpecialist, role: 'finance-supervisor' } });
    await assert.rejects(setAside(), refusal('ledger.makerIsChecker'));
  });

  test('goes to the payee’s own operating account and to no other, under one policy', async () => {
    await allocated();
    await assert.rejects(setAside('app', { accountId: 'street' }), refusal('ledger.invalid', { field: 'accountId' }));
    await assert.rejects(setAside('app', { accountId: 'nowhere' }), refusal('ledger.accountMissing'));
    await scene().run(openAccount, { id: 'foreign', kind: 'operating', organisationId: 'beiwaitan', projectId: 'promenade' });
    await assert.rejects(setAside('app', { accountId: 'foreign' }), refusal('ledger.invalid', { field: 'accountId' }));
    for (const ratioBasisPoints of [-1, 0.5, 10_001]) await assert.rejects(setAside('app', { policy: { ...policy, ratioBasisPoints } }), refusal('ledger.invalid', { field: 'policy.ratioBasisPoints' }));
    await setAside();
    await assert.rejects(setAside('app', { policy: { ...policy, decisionKey: 'another' } }), refusal('ledger.conflict'));
  });

  test('happens once when it is asked for at once', async () => {
    await allocated();
    await atOnce(scene(), () => setAside(), () => setAside(), () => setAside());
    assert.equal(await operatingFen(), 2_500_00n);
    assert.equal(await scene().countEvents('app', 'operatingSetAside'), 1);
  });

  test('keeps its shape whoever writes to the table', async () => {
    await allocated();
    await setAside();
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    await assert.rejects(write(`update transfer set linked_id = null where kind = 'setAside'`), { code: '23001' });
    await assert.rejects(write(`insert into account (id, kind, organisation_id, project_id, opened_at) values ('second', 'operating', 'jiaxing', 'promenade', now())`), { code: '23505', constraint: 'account_one_operating' });
  });
});
