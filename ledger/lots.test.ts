import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openAccount, openBudget, readDepositsBehind, readHoldersOf, readLotDifferences } from './index.ts';
import { shareLots, type Lot } from './lot.ts';
import { people, useScene } from './testing/index.ts';

const lot = (id: string, remainingFen: bigint): Lot =>
  ({ id, accountId: 'a', adviceId: id, projectId: null, budgetLine: null, amountFen: remainingFen, remainingFen, parentId: null, transferId: 't' });

describe('shareLots', () => {
  test('takes the oldest first and no fen more than asked', () => {
    fc.assert(fc.property(fc.array(fc.bigInt(0n, 100n), { minLength: 1, maxLength: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (amounts, part) => {
      const lots = amounts.map((amountFen, index) => lot(String(index), amountFen));
      const all = amounts.reduce((sum, amountFen) => sum + amountFen, 0n);
      const wanted = BigInt(Math.floor(Number(all) * part));
      const shares = shareLots(lots, wanted);
      assert.equal(shares.reduce((sum, { amountFen }) => sum + amountFen, 0n), wanted);
      const open = lots.filter(({ remainingFen }) => remainingFen > 0n);
      assert.deepEqual(shares.map((share) => share.lot.id), open.slice(0, shares.length).map(({ id }) => id));
      for (const { lot: { remainingFen }, amountFen } of shares.slice(0, -1)) assert.equal(amountFen, remainingFen);
      assert.throws(() => shareLots(lots, all + 1n), /lack 1 fen/);
    }));
  });
});

describe('lots', () => {
  const scene = useScene(100_00n);
  const pay = async (applicationId: string, changes: Parameters<ReturnType<typeof scene>['submit']>[1]) => {
    await scene().reviewed(applicationId, changes);
    await scene().take(applicationId);
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    await scene().post(applicationId);
  };
  const behind = async (applicationId: string) =>
    (await readDepositsBehind(scene().database.read, applicationId)).map(({ adviceId, amountFen }) => [adviceId, amountFen]);
  const holders = async (adviceId: string, at?: Date) =>
    (await readHoldersOf(scene().database.read, adviceId, at)).map(({ accountId, amountFen }) => [accountId, amountFen]);

  test('lead from a payment to its deposits and from a deposit to who has it, also at a past moment', async () => {
    await scene().run(openAccount, { id: 'next', kind: 'holding', organisationId: 'beiwaitan', projectId: 'promenade' });
    await scene().run(openBudget, { id: 'next', level: 'appropriation', payerAccountId: 'next', limitFen: 1_000_00n });
    await scene().run(openBudget, { id: 'next contract', level: 'contract', parentId: 'next', payeeAccountId: 'supplier', limitFen: 1_000_00n });
    await scene().fund('second', 50_00n);
    await pay('allocation', { budgetId: 'appropriation', payeeAccountId: 'next', payeeOrganisationId: 'beiwaitan', amountFen: 120_00n });
    const allocatedAt = scene().env.now();
    await pay('payment', { budgetId: 'next contract', payerAccountId: 'next', amountFen: 110_00n });

    assert.deepEqual(await behind('allocation'), [['first', 100_00n], ['second', 20_00n]]);
    assert.deepEqual(await behind('payment'), [['first', 100_00n], ['second', 10_00n]]);
    assert.deepEqual(await holders('first'), [['supplier', 100_00n]]);
    assert.deepEqual(await holders('second'), [['next', 10_00n], ['street', 30_00n], ['supplier', 10_00n]]);
    assert.deepEqual(await holders('first', allocatedAt), [['next', 100_00n]]);
    assert.deepEqual(await holders('second', allocatedAt), [['next', 20_00n], ['street', 30_00n]]);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('are not drawn by a hold before it is posted', async () => {
    await scene().reviewed('app', { amountFen: 60_00n });
    await scene().take('app');
    assert.deepEqual(await behind('app'), []);
    assert.deepEqual(await holders('first'), [['street', 100_00n]]);
    await scene().void('app');
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });
});
