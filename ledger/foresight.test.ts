import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LedgerQueue, orderFreeze, readBalances, readLotDifferences, takeHold, voidHold, type LedgerCommand } from './index.ts';
import { people, policy, useScene } from './testing/index.ts';

const fundedFen = 1_000_00n;
const amountFen = 100_00n;
const regulator = { kind: 'person', personId: 'regulator-1', organisationId: 'jiwei', role: 'regulator' } as const;

describe('what a group foresees', () => {
  const scene = useScene(fundedFen);

  /** A queue, and how many transactions it has begun: one that was overtaken does its commands again in another. */
  function counted(): { run: (command: LedgerCommand) => Promise<unknown>; begun: () => number } {
    const { database, env } = scene();
    let begun = 0;
    const queue = new LedgerQueue({ database: { ...database, transaction: (work) => ((begun += 1), database.transaction(work)) }, env });
    return { run: (command) => queue.run(command), begun: () => begun };
  }

  const approved = async (applicationId: string) => {
    await scene().reviewed(applicationId, { amountFen });
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
  };
  const take = (applicationId: string) => ({ kind: 'takeHold', applicationId, payoutNo: 1, policy }) as const;
  const post = (applicationId: string) => ({ kind: 'postHold', applicationId, payoutNo: 1 }) as const;
  const street = async () => (await readBalances(scene().database.read, { accountIds: ['street'] }))[0];

  test('is so where nobody else works on the account: each group needs one transaction', async () => {
    for (const id of ['one', 'two', 'three']) await approved(id);
    const { run, begun } = counted();
    for (const id of ['one', 'two', 'three']) for (const command of [take(id), post(id)]) await run(command);
    assert.equal(begun(), 6);
    assert.equal((await street())?.availableFen, fundedFen - 3n * amountFen);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('is found out where somebody else has taken a hold meanwhile: nothing is promised twice', async () => {
    for (const id of ['one', 'two', 'three', 'others']) await approved(id);
    const { run, begun } = counted();
    await run(take('one'));
    await scene().run(takeHold, { applicationId: 'others', payoutNo: 1, policy });
    await run(take('two'));
    assert.equal(begun(), 3, 'the second was done again');
    assert.equal((await street())?.debitsPendingFen, 3n * amountFen);
    await run(take('three'));
    assert.equal(begun(), 4, 'and what it left is foreseen');
    assert.equal((await street())?.debitsPendingFen, 4n * amountFen);
  });

  test('is found out where it was too little, and is enough now', async () => {
    const all = Array.from({ length: 11 }, (_, index) => `app-${index}`);
    for (const id of all) await approved(id);
    const { run } = counted();
    for (const id of all.slice(0, 10)) await run(take(id));
    await assert.rejects(run(take('app-10')), { code: 'ledger.overdraft' });
    await scene().run(voidHold, { applicationId: 'app-0', payoutNo: 1, reason: 'rejected' });
    await run(take('app-10'));
    assert.equal((await street())?.availableFen, 0n);
  });

  test('is found out where the regulator has frozen the account meanwhile', async () => {
    for (const id of ['one', 'two']) await approved(id);
    const { run } = counted();
    await run(take('one'));
    await scene().run(orderFreeze, { freezeId: scene().env.newId(), subject: 'account', subjectId: 'street', by: regulator, reasonCommitment: 'ab'.repeat(32), expiresAt: null });
    await assert.rejects(run(take('two')), { code: 'ledger.frozen' });
    await assert.rejects(run(post('one')), { code: 'ledger.frozen' });
    assert.equal((await street())?.debitsPendingFen, amountFen);
  });

  test('of two groups at once: the second stands on the first, which isn’t committed yet', async () => {
    const all = Array.from({ length: 10 }, (_, index) => `app-${index}`);
    for (const id of all) await approved(id);
    const { database, env } = scene();
    const queue = new LedgerQueue({ database, env, groupSizeMax: 1 });
    await Promise.all(all.flatMap((id) => [queue.run(take(id)), queue.run(post(id))]));
    assert.deepEqual([(await street())?.debitsPostedFen, (await street())?.availableFen], [fundedFen, 0n]);
    assert.deepEqual(await readLotDifferences(database.read), []);
    for (const id of all) assert.equal(await scene().countEvents(id, 'transferPosted'), 1);
  });
});
