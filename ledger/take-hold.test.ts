import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readApplicationEvents } from '@gbc/events';
import { openAccount, openBudget, readBalances, takeHold } from './index.ts';
import { people, policy, refusal, useScene } from './testing/index.ts';

const fundedFen = 500_000_00n;
const amountFen = 100_000_00n;

describe('takeHold', () => {
  const scene = useScene(fundedFen);

  test('promises the amount to the payee and counts it on the whole chain', async () => {
    await scene().reviewed('app');
    const hold = await scene().take('app');
    assert.deepEqual([hold.state, hold.amountFen, hold.debitAccountId, hold.creditAccountId], ['pending', amountFen, 'street', 'supplier']);
    const [street, supplier] = await readBalances(scene().database.read, { accountIds: ['street', 'supplier'] });
    assert.deepEqual([street?.debitsPendingFen, street?.debitsPostedFen, street?.availableFen], [amountFen, 0n, fundedFen - amountFen]);
    assert.deepEqual([supplier?.creditsPendingFen, supplier?.creditsPostedFen, supplier?.availableFen], [amountFen, 0n, 0n]);
    assert.deepEqual(await scene().budgets(), [['appropriation', amountFen, 0n], ['contract', amountFen, 0n], ['invoice', amountFen, 0n]]);
  });

  test('tells the log once, with the review that allowed it, however often it is taken', async () => {
    await scene().submit('app');
    const review = await scene().decide('app', { kind: 'review', by: people.specialist });
    const first = await scene().take('app');
    assert.deepEqual(await scene().take('app'), first);
    const events = await readApplicationEvents(scene().database.read, 'app', ['holdTaken']);
    assert.deepEqual(events.map(({ data }) => data), [{
      transferId: first.id, payoutNo: 1, revision: 1, debitAccountId: 'street', creditAccountId: 'supplier', amountFen: Number(amountFen),
      budgetIds: ['appropriation', 'contract', 'invoice'], approvalsRequired: 1,
      policy: { decisionKey: policy.decisionKey, limitFen: Number(policy.limitFen) }, decisionIds: [review],
    }]);
    assert.equal(await scene().availableFen('street'), fundedFen - amountFen);
  });

  test('refuses the same number under another policy or for a newer revision', async () => {
    await scene().reviewed('app');
    await scene().take('app');
    await assert.rejects(scene().take('app', 1, { ...policy, limitFen: 1n }), refusal('ledger.conflict'));
    await scene().submit('app', { revision: 2 });
    await assert.rejects(scene().take('app'), refusal('ledger.conflict'));
  });

  test('numbers payouts without a gap, each after a void and with a review of its own', async () => {
    await scene().reviewed('app');
    await assert.rejects(scene().take('app', 2), refusal('ledger.conflict', { payoutNo: 2, expected: 1 }));
    await scene().take('app');
    await assert.rejects(scene().take('app', 2), refusal('ledger.conflict', { payoutNo: 2, openPayoutNo: 1, state: 'pending' }));
    await scene().void('app');
    await assert.rejects(scene().take('app', 2), refusal('ledger.approvalMissing'));
    await scene().decide('app', { kind: 'review', by: people.specialist, payoutNo: 2 });
    assert.equal((await scene().take('app', 2)).state, 'pending');
    assert.equal((await scene().take('app', 1)).state, 'voided');
  });

  test('asks for a second approver above the limit, where the policy says so', async () => {
    await scene().reviewed('app');
    const required = async (limitFen: bigint, secondApprover: boolean) => {
      const rollBack = new Error('roll back');
      let approvals = 0;
      await scene().database.transaction(async (tx) => {
        approvals = (await takeHold(tx, scene().env, { applicationId: 'app', payoutNo: 1, policy: { ...policy, limitFen, secondApprover } })).approvalsRequired;
        throw rollBack;
      }).catch((error: unknown) => assert.equal(error, rollBack));
      return approvals;
    };
    assert.equal(await required(amountFen, true), 1);
    assert.equal(await required(amountFen - 1n, true), 2);
    assert.equal(await required(amountFen - 1n, false), 1);
    assert.equal(await scene().countEvents('app', 'holdTaken'), 0);
  });

  test('refuses more than the account has, and says how much there is', async () => {
    await scene().reviewed('large', { amountFen: fundedFen + 1n });
    const params = { accountId: 'street', availableFen: Number(fundedFen), amountFen: Number(fundedFen) + 1 };
    await assert.rejects(scene().take('large'), refusal('ledger.overdraft', params));
    await scene().reviewed('all', { amountFen: fundedFen });
    await scene().take('all');
    await scene().reviewed('more', { amountFen: 1n });
    await assert.rejects(scene().take('more'), refusal('ledger.overdraft'));
  });

  test('refuses an amount that is no payable number of fen', async () => {
    for (const [index, wrongFen] of [0n, -1n].entries()) {
      await scene().reviewed(`wrong-${index}`, { amountFen: wrongFen });
      await assert.rejects(scene().take(`wrong-${index}`), refusal('ledger.invalid', { field: 'amountFen' }));
    }
  });
});

describe('takeHold under a budget', () => {
  const scene = useScene(900_000_00n, { contractFen: 150_000_00n, invoiceFen: 120_000_00n });

  test('stops at the invoice and at the contract, counting what is held', async () => {
    await scene().reviewed('above invoice', { amountFen: 120_000_01n });
    const params = { budgetId: 'invoice', level: 'invoice', limitFen: 120_000_00, availableFen: 120_000_00, amountFen: 120_000_01 };
    await assert.rejects(scene().take('above invoice'), refusal('ledger.budget', params));
    await scene().reviewed('first', { amountFen: 120_000_00n });
    await scene().take('first');
    await scene().run(openBudget, { id: 'second invoice', level: 'invoice', parentId: 'contract', limitFen: 120_000_00n });
    await scene().reviewed('above contract', { budgetId: 'second invoice', amountFen: 30_000_01n });
    const left = { budgetId: 'contract', level: 'contract', limitFen: 150_000_00, availableFen: 30_000_00, amountFen: 30_000_01 };
    await assert.rejects(scene().take('above contract'), refusal('ledger.budget', left));
    await scene().reviewed('the rest', { budgetId: 'second invoice', amountFen: 30_000_00n });
    assert.equal((await scene().take('the rest')).state, 'pending');
  });
});

describe('takeHold and the parties', () => {
  const scene = useScene(fundedFen);
  const refuses = async (applicationId: string, changes: Parameters<ReturnType<typeof scene>['submit']>[1], code: Parameters<typeof refusal>[0]) => {
    await scene().reviewed(applicationId, changes);
    await assert.rejects(scene().take(applicationId), refusal(code));
  };

  test('pays nobody but the payee of the contract', async () => {
    await refuses('stranger', { payeeAccountId: 'stranger' }, 'ledger.payee');
    await refuses('not theirs', { payeeOrganisationId: 'beiwaitan' }, 'ledger.payee');
    await refuses('itself', { payeeAccountId: 'street', payeeOrganisationId: 'beiwaitan' }, 'ledger.payee');
    await refuses('custody', { payeeAccountId: 'custody' }, 'ledger.payee');
    await refuses('nobody', { payeeAccountId: 'missing' }, 'ledger.accountMissing');
    await refuses('no budget', { budgetId: 'missing' }, 'ledger.budgetMissing');
  });

  test('never pays out of custody or out of an account that the office does not own', async () => {
    await refuses('custody', { payerAccountId: 'custody' }, 'ledger.invalid');
    await refuses('of another', { payerAccountId: 'stranger', payeeAccountId: 'supplier' }, 'ledger.invalid');
  });

  test('pays only from the account that the budget is of', async () => {
    await scene().run(openAccount, { id: 'street too', kind: 'holding', organisationId: 'beiwaitan', projectId: 'promenade' });
    await refuses('other account', { payerAccountId: 'street too' }, 'ledger.invalid');
  });

  test('keeps tokens within their project and budget line', async () => {
    await refuses('other project', { projectId: 'library' }, 'ledger.earmark');
    await scene().run(openAccount, { id: 'lined payer', kind: 'holding', organisationId: 'beiwaitan', projectId: 'promenade', budgetLine: '2120303' });
    await scene().run(openAccount, { id: 'lined payee', kind: 'holding', organisationId: 'pujian', projectId: 'promenade', budgetLine: '2120399' });
    await refuses('other line', { payerAccountId: 'lined payer', payeeAccountId: 'lined payee' }, 'ledger.earmark');
  });

  test('allocates without a contract to an account with an appropriation, never to a supplier', async () => {
    await scene().run(openAccount, { id: 'other street', kind: 'holding', organisationId: 'jiaxing', projectId: 'promenade' });
    await refuses('too early', { budgetId: 'appropriation', payeeAccountId: 'other street', payeeOrganisationId: 'jiaxing' }, 'ledger.payee');
    await scene().run(openBudget, { id: 'other appropriation', level: 'appropriation', payerAccountId: 'other street', limitFen: 1_000_000_00n });
    assert.equal((await scene().take('too early')).creditAccountId, 'other street');
    await refuses('supplier', { budgetId: 'appropriation' }, 'ledger.payee');
  });
});

describe('takeHold and the review', () => {
  const scene = useScene(fundedFen);

  test('believes nothing but an accepted approval of exactly this revision and number', async () => {
    await assert.rejects(scene().take('app'), refusal('ledger.approvalMissing', { missing: 'applicationSubmitted', required: 1, found: 0 }));
    await scene().submit('app');
    await scene().submit('app', { revision: 2 });
    const review = { kind: 'review', by: people.specialist, revision: 2 } as const;
    await scene().decide('app', { ...review, revision: 1 });
    await scene().decide('app', { ...review, payoutNo: 2 });
    await scene().decide('app', { ...review, fate: 'unknown' });
    await scene().decide('app', { ...review, fate: 'refused' });
    await scene().decide('app', { ...review, fate: 'acceptedThenRefused' });
    await scene().decide('app', { ...review, by: people.otherSpecialist });
    await scene().decide('app', { ...review, by: people.finance });
    await scene().decide('app', { ...review, kind: 'payout' });
    await assert.rejects(scene().take('app'), refusal('ledger.approvalMissing', { missing: 'review', required: 1, found: 0 }));
    await scene().decide('app', review);
    assert.equal((await scene().take('app')).revision, 2);
  });

  test('goes by the newest review', async () => {
    await scene().reviewed('app');
    await scene().decide('app', { kind: 'review', by: people.specialist, outcome: 'moreNeeded' });
    await assert.rejects(scene().take('app'), refusal('ledger.approvalRejected'));
    await scene().decide('app', { kind: 'review', by: people.specialist });
    assert.equal((await scene().take('app')).state, 'pending');
  });

  test('refuses a reviewer who submitted any revision or answered for the applicant', async () => {
    await scene().submit('submitted', {}, people.specialist);
    await scene().submit('submitted', { revision: 2 });
    await scene().decide('submitted', { kind: 'review', by: people.specialist, revision: 2 });
    await assert.rejects(scene().take('submitted'), refusal('ledger.makerIsChecker'));
    for (const kind of ['resubmission', 'supplement'] as const) {
      await scene().submit(kind);
      await scene().decide(kind, { kind, by: people.specialist, outcome: 'supplied', fate: 'unknown' });
      await scene().decide(kind, { kind: 'review', by: people.specialist });
      await assert.rejects(scene().take(kind), refusal('ledger.makerIsChecker'));
    }
  });
});
