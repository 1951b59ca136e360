import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readApplicationEvents } from '@gbc/events';
import { readBalances, readHold } from './index.ts';
import { people, policy, refusal, useScene } from './testing/index.ts';

const fundedFen = 500_000_00n;
const amountFen = 100_000_00n;

describe('postHold', () => {
  const scene = useScene(fundedFen);
  const held = async (limitFen = policy.limitFen) => {
    await scene().reviewed('app');
    return scene().take('app', 1, { ...policy, limitFen });
  };

  test('gives the payee what was promised and moves held to spent', async () => {
    await held();
    await scene().decide('app', { kind: 'payout', by: people.finance });
    const posted = await scene().post('app');
    assert.equal(posted.state, 'posted');
    assert.deepEqual(await readHold(scene().database.read, 'app'), posted);
    const [street, supplier] = await readBalances(scene().database.read, { accountIds: ['street', 'supplier'] });
    assert.deepEqual([street?.debitsPendingFen, street?.debitsPostedFen, street?.availableFen], [0n, amountFen, fundedFen - amountFen]);
    assert.deepEqual([supplier?.creditsPendingFen, supplier?.creditsPostedFen, supplier?.availableFen], [0n, amountFen, amountFen]);
    assert.deepEqual(await scene().budgets(), [['appropriation', 0n, amountFen], ['contract', 0n, amountFen], ['invoice', 0n, amountFen]]);
  });

  test('is one transfer however often it is reached, and names every decision', async () => {
    const hold = await held();
    const approval = await scene().decide('app', { kind: 'payout', by: people.finance });
    const posted = await scene().post('app');
    assert.deepEqual(await scene().post('app'), posted);
    assert.deepEqual(await scene().take('app'), posted);
    const [event, ...others] = await readApplicationEvents(scene().database.read, 'app', ['transferPosted']);
    assert.deepEqual(others, []);
    assert.deepEqual(event?.data, {
      transferId: hold.id, payoutNo: 1, debitAccountId: 'street', creditAccountId: 'supplier', amountFen: Number(amountFen),
      decisionIds: [...hold.decisionIds, approval],
      lots: [{ lotId: event?.data.lots?.[0]?.lotId, fromLotId: event?.data.lots?.[0]?.fromLotId, adviceId: 'first', amountFen: Number(amountFen) }],
    });
    assert.equal(await scene().availableFen('supplier'), amountFen);
  });

  test('believes nothing but an accepted finance approval of this payout', async () => {
    await held();
    const payout = { kind: 'payout', by: people.finance } as const;
    await scene().decide('app', { ...payout, revision: 2 });
    await scene().decide('app', { ...payout, payoutNo: 2 });
    await scene().decide('app', { ...payout, fate: 'unknown' });
    await scene().decide('app', { ...payout, fate: 'acceptedThenRefused' });
    await scene().decide('app', { ...payout, by: people.otherFinance });
    await scene().decide('app', { ...payout, by: people.otherSpecialist });
    await scene().decide('app', { ...payout, kind: 'receipt', outcome: 'confirmed' });
    await assert.rejects(scene().post('app'), refusal('ledger.approvalMissing', { missing: 'payout', required: 1, found: 0 }));
    assert.equal((await readHold(scene().database.read, 'app'))?.state, 'pending');
  });

  test('takes two different people where the hold requires two', async () => {
    await held(amountFen - 1n);
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await assert.rejects(scene().post('app'), refusal('ledger.approvalMissing', { missing: 'payout', required: 2, found: 1 }));
    await scene().decide('app', { kind: 'secondPayout', by: people.finance });
    await assert.rejects(scene().post('app'), refusal('ledger.makerIsChecker'));
    await scene().decide('app', { kind: 'secondPayout', by: people.financeToo });
    const posted = await scene().post('app');
    assert.equal(posted.postDecisionIds.length, 2);
  });

  test('counts neither the reviewer nor an applicant, whatever role they have besides', async () => {
    await held();
    await scene().decide('app', { kind: 'payout', by: { ...people.specialist, role: 'finance-supervisor' } });
    await assert.rejects(scene().post('app'), refusal('ledger.makerIsChecker'));
    await scene().decide('app', { kind: 'payout', by: { ...people.finance, personId: people.supplier.personId } });
    await assert.rejects(scene().post('app'), refusal('ledger.makerIsChecker'));
    await scene().decide('app', { kind: 'payout', by: people.finance });
    assert.equal((await scene().post('app')).state, 'posted');
  });

  test('lets one rejection stand against every approval', async () => {
    await held();
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().decide('app', { kind: 'secondPayout', by: people.financeToo, outcome: 'rejected' });
    await assert.rejects(scene().post('app'), refusal('ledger.approvalRejected'));
  });

  test('has nothing to post before the hold and after a void', async () => {
    await scene().reviewed('app');
    await assert.rejects(scene().post('app'), refusal('ledger.holdMissing'));
    await scene().take('app');
    await scene().void('app');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await assert.rejects(scene().post('app'), refusal('ledger.alreadyVoided'));
    assert.equal(await scene().availableFen('supplier'), 0n);
  });
});
