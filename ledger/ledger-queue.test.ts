import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LedgerError, LedgerQueue, readBalances, readLotDifferences } from './index.ts';
import { people, policy, useScene } from './testing/index.ts';

const fundedFen = 1_000_00n;
const amountFen = 100_00n;
const callers = 15;

describe('LedgerQueue', () => {
  const scene = useScene(fundedFen);
  const queue = () => new LedgerQueue({ database: scene().database, env: scene().env, groupSizeMax: 4 });
  const outcomeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof LedgerError ? error.code : Promise.reject(error)));
  const applications = Array.from({ length: callers }, (_, index) => `app-${index}`);

  test('groups do what each command alone would have done, and a refused one leaves the others alone', async () => {
    for (const applicationId of applications) {
      await scene().reviewed(applicationId, { amountFen });
      await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    }
    const one = queue();
    const taken = await Promise.all(applications.map((applicationId) => outcomeOf(one.run({ kind: 'takeHold', applicationId, payoutNo: 1, policy }))));
    assert.deepEqual(taken.toSorted(), applications.map((_, index) => (index < 10 ? 'done' : 'ledger.overdraft')));
    const posted = await Promise.all(applications.map((applicationId) => outcomeOf(one.run({ kind: 'postHold', applicationId, payoutNo: 1 }))));
    assert.deepEqual(posted, taken.map((outcome) => (outcome === 'done' ? 'done' : 'ledger.holdMissing')));
    const [street, supplier] = await readBalances(scene().database.read, { accountIds: ['street', 'supplier'] });
    assert.deepEqual([street?.availableFen, supplier?.availableFen], [0n, fundedFen]);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('a hold can be taken and posted in one group, and twice the same is the same', async () => {
    await scene().reviewed('app', { amountFen });
    await scene().decide('app', { kind: 'payout', by: people.finance });
    const one = queue();
    const take = () => one.run({ kind: 'takeHold', applicationId: 'app', payoutNo: 1, policy });
    const post = () => one.run({ kind: 'postHold', applicationId: 'app', payoutNo: 1 });
    const [held, , posted, again] = await Promise.all([take(), take(), post(), post()]);
    assert.equal(held?.id, posted?.id);
    assert.deepEqual(posted, again);
    assert.equal(await scene().countEvents('app', 'holdTaken'), 1);
    assert.equal(await scene().countEvents('app', 'transferPosted'), 1);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
  });

  test('commands on one application run in the order in which they were given', async () => {
    const one = queue();
    for (const applicationId of applications.slice(0, 10)) {
      await scene().reviewed(applicationId, { amountFen });
      await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    }
    const states = await Promise.all(applications.slice(0, 10).flatMap((applicationId) => [
      one.run({ kind: 'takeHold', applicationId, payoutNo: 1, policy }),
      one.run({ kind: 'voidHold', applicationId, payoutNo: 1, reason: 'rejected' }),
      outcomeOf(one.run({ kind: 'postHold', applicationId, payoutNo: 1 })),
    ]));
    assert.deepEqual(states.map((it) => (typeof it === 'string' ? it : (it as { state: string }).state)), Array(10).fill(['pending', 'voided', 'ledger.alreadyVoided']).flat());
  });

  test('a command that the database refuses fails alone', async () => {
    await scene().reviewed('app', { amountFen });
    const one = queue();
    const broken = one.run({ kind: 'takeHold', applicationId: 'null\u0000byte', payoutNo: 1, policy });
    const sound = one.run({ kind: 'takeHold', applicationId: 'app', payoutNo: 1, policy });
    await assert.rejects(broken, /invalid byte sequence/);
    assert.equal((await sound).state, 'pending');
    await one.settled();
  });
});
