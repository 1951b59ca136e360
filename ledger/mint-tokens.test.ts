import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appendEvent, readApplicationEvents } from '@gbc/events';
import { mintTokens, openAccount, openBudget, readBalances, readBudgets, readSupply } from './index.ts';
import { advise, decide, people, refusal, useScene } from './testing/index.ts';

const amountFen = 500_000_00n;
const matchedTo = { accountId: 'street', budgetId: 'appropriation' };
const adviceId = 'ADV-1';
const applicationId = 'deposit:ADV-1';

describe('mintTokens', () => {
  const scene = useScene(0n);
  const mint = () => scene().run(mintTokens, { adviceId });
  const approve = (changes: Partial<Parameters<typeof decide>[2]> = {}) =>
    scene().run(decide, { applicationId, kind: 'matchDeposit', by: people.finance, adviceId, revision: 0, payoutNo: 0, ...changes });

  test('makes what the bank advised, once, against custody', async () => {
    await scene().run(advise, { adviceId, amountFen, matchedTo });
    const decisionId = await approve();
    const minted = await mint();
    assert.deepEqual(await mint(), minted);
    assert.equal(await readSupply(scene().database.read), amountFen);
    const [custody, street] = await readBalances(scene().database.read, { accountIds: ['custody', 'street'] });
    assert.deepEqual([custody?.debitsPostedFen, street?.creditsPostedFen], [amountFen, amountFen]);
    const [appropriation] = await readBudgets(scene().database.read, { budgetIds: ['appropriation'] });
    assert.equal(appropriation?.fundedFen, amountFen);
    const events = await readApplicationEvents(scene().database.read, applicationId, ['tokensMinted']);
    assert.match(events[0]?.data.lotId ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(events.map(({ data: { lotId: _lotId, ...data } }) => data), [{
      transferId: minted.id, adviceId, debitAccountId: 'custody', creditAccountId: 'street', amountFen: Number(amountFen), decisionIds: [decisionId],
      budgetId: 'appropriation',
    }]);
  });

  test('needs the advice, its match and an accepted approval by the owner of the account', async () => {
    const missing = (what: string) => refusal('ledger.approvalMissing', { missing: what, required: 1, found: 0 });
    await assert.rejects(mint(), missing('depositAdvised'));
    await scene().run(advise, { adviceId, amountFen });
    await approve();
    await assert.rejects(mint(), missing('depositMatched'));
    await scene().run(advise, { adviceId: 'ADV-2', amountFen, matchedTo });
    const second = { applicationId: 'deposit:ADV-2', adviceId: 'ADV-2' };
    await approve({ ...second, fate: 'unknown' });
    await approve({ ...second, fate: 'acceptedThenRefused' });
    await approve({ ...second, by: people.districtFinance });
    await approve({ ...second, by: people.specialist });
    await approve({ ...second, adviceId });
    await assert.rejects(scene().run(mintTokens, { adviceId: 'ADV-2' }), missing('matchDeposit'));
    assert.equal(await readSupply(scene().database.read), 0n);
  });

  test('goes by the newest word on the match', async () => {
    await scene().run(advise, { adviceId, amountFen, matchedTo });
    await approve();
    await approve({ outcome: 'rejected' });
    await assert.rejects(mint(), refusal('ledger.approvalRejected'));
  });

  test('stops where the bank contradicted its advice after the match', async () => {
    await scene().run(advise, { adviceId, amountFen, matchedTo });
    await approve();
    const actor = { kind: 'system', name: 'bank' } as const;
    await scene().database.transaction((tx) =>
      appendEvent(tx, scene().env, { type: 'depositParked', actor, applicationId, data: { adviceId, code: 'bank.adviceConflict' } }));
    await assert.rejects(mint(), refusal('ledger.approvalMissing', { missing: 'depositMatched', required: 1, found: 0 }));
  });

  test('mints no more than is appropriated, and only to the account of the appropriation', async () => {
    await scene().run(openBudget, { id: 'small', level: 'appropriation', payerAccountId: 'street', limitFen: amountFen - 1n });
    await scene().run(advise, { adviceId, amountFen, matchedTo: { accountId: 'street', budgetId: 'small' } });
    await approve();
    await assert.rejects(mint(), refusal('ledger.budget'));
    for (const [id, wrong] of Object.entries({
      'ADV-2': { accountId: 'stranger', budgetId: 'appropriation' },
      'ADV-3': { accountId: 'street', budgetId: 'contract' },
      'ADV-4': { accountId: 'custody', budgetId: 'appropriation' },
    })) {
      await scene().run(advise, { adviceId: id, amountFen, matchedTo: wrong });
      await approve({ applicationId: `deposit:${id}`, adviceId: id, by: { ...people.finance, organisationId: wrong.accountId === 'stranger' ? 'pujian' : 'beiwaitan' } });
      await assert.rejects(scene().run(mintTokens, { adviceId: id }), refusal('ledger.invalid'));
    }
  });

  test('has one custody account', async () => {
    await assert.rejects(scene().run(openAccount, { id: 'custody too', kind: 'custody' }), refusal('ledger.conflict'));
  });
});
