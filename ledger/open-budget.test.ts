import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccount, openBudget, readBudgets, type OpenBudget } from './index.ts';
import { refusal, useScene } from './testing/index.ts';

describe('openAccount', () => {
  const scene = useScene(0n);

  test('opens once and refuses other content under the same id', async () => {
    const account = { id: 'new', kind: 'holding', organisationId: 'pujian', projectId: 'promenade', budgetLine: null } as const;
    assert.deepEqual(await scene().run(openAccount, account), await scene().run(openAccount, account));
    const { rows } = await scene().database.read(`select from event where type = 'accountOpened' and body like '%"accountId":"new"%'`);
    assert.equal(rows.length, 1);
    for (const changes of [{ organisationId: 'beiwaitan' }, { projectId: null }, { budgetLine: '2120303' }, { kind: 'custody' as const }]) {
      await assert.rejects(scene().run(openAccount, { ...account, ...changes }), refusal('ledger.conflict'));
    }
    await assert.rejects(scene().run(openAccount, { id: 'unowned', kind: 'holding' }), refusal('ledger.invalid'));
  });
});

describe('openBudget', () => {
  const scene = useScene(0n);
  const open = (input: OpenBudget) => scene().run(openBudget, input);
  const contract: OpenBudget = { id: 'new', level: 'contract', parentId: 'appropriation', payeeAccountId: 'supplier', limitFen: 100n };

  test('opens once, pays from the account of its appropriation, and refuses other content', async () => {
    const opened = await open(contract);
    assert.deepEqual(await open(contract), opened);
    assert.equal(opened.payerAccountId, 'street');
    const { rows } = await scene().database.read(`select from event where type = 'budgetOpened' and body like '%"budgetId":"new"%'`);
    assert.equal(rows.length, 1);
    await assert.rejects(open({ ...contract, limitFen: 101n }), refusal('ledger.conflict'));
    await assert.rejects(open({ ...contract, payeeAccountId: 'stranger' }), refusal('ledger.conflict'));
    await assert.rejects(open({ id: 'new', level: 'invoice', parentId: 'contract', limitFen: 100n }), refusal('ledger.conflict'));
  });

  test('builds no other tree than appropriation, contract, invoice', async () => {
    await assert.rejects(open({ ...contract, parentId: 'missing' }), refusal('ledger.budgetMissing'));
    await assert.rejects(open({ ...contract, parentId: 'contract' }), refusal('ledger.invalid', { field: 'parentId' }));
    await assert.rejects(open({ id: 'new', level: 'invoice', parentId: 'appropriation', limitFen: 1n }), refusal('ledger.invalid', { field: 'parentId' }));
    await assert.rejects(open({ ...contract, payeeAccountId: 'missing' }), refusal('ledger.accountMissing'));
    await assert.rejects(open({ id: 'new', level: 'appropriation', payerAccountId: 'custody', limitFen: 1n }), refusal('ledger.accountMissing'));
    for (const limitFen of [0n, -1n, 2n ** 53n]) await assert.rejects(open({ ...contract, limitFen }), refusal('ledger.invalid', { field: 'limitFen' }));
  });

  test('is read by project, parents first', async () => {
    const budgets = await readBudgets(scene().database.read, { projectId: 'promenade' });
    assert.deepEqual(budgets.map(({ id, projectId }) => [id, projectId]), [['appropriation', 'promenade'], ['contract', 'promenade'], ['invoice', 'promenade']]);
    assert.deepEqual(await readBudgets(scene().database.read, { projectId: 'library' }), []);
  });
});
