import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expireHold, takeHold } from './index.ts';
import { people, policy, refusal, useScene } from './testing/index.ts';

const amountFen = 100_000_00n;

describe('a hold with an end', () => {
  const scene = useScene(amountFen);
  const hold = async (expiresAt: Date, payoutNo = 1) => scene().run(takeHold, { applicationId: 'app', payoutNo, policy, expiresAt });
  const expire = () => scene().run(expireHold, { applicationId: 'app', payoutNo: 1 });
  const pass = (until: Date) => {
    while (scene().env.now() < until); // the scene's clock ticks when it is read
  };

  test('can’t be posted from then on, and is free once that is written down', async () => {
    await scene().reviewed('app');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    const expiresAt = new Date(scene().env.now().getTime() + 30);
    await hold(expiresAt);
    await assert.rejects(expire(), refusal('ledger.holdRuns'));
    pass(expiresAt);
    await assert.rejects(scene().post('app'), refusal('ledger.holdExpired'));
    assert.equal(await scene().availableFen('street'), 0n);
    const [expired, again] = [await expire(), await expire()];
    assert.deepEqual([expired.state, again.settledAt], ['expired', expired.settledAt]);
    assert.equal(await scene().availableFen('street'), amountFen);
    assert.deepEqual(await scene().budgets(), [['appropriation', 0n, 0n], ['contract', 0n, 0n], ['invoice', 0n, 0n]]);
    assert.equal(await scene().countEvents('app', 'holdExpired'), 1);
    await assert.rejects(scene().post('app'), refusal('ledger.holdExpired'));
    await assert.rejects(scene().void('app'), refusal('ledger.holdExpired'));
    await scene().decide('app', { kind: 'review', by: people.specialist, payoutNo: 2 });
    assert.equal((await hold(new Date(expiresAt.getTime() + 3_600_000), 2)).state, 'pending');
  });

  test('is posted before it, and its end is part of what makes it the same', async () => {
    await scene().reviewed('app');
    const expiresAt = new Date(scene().env.now().getTime() + 3_600_000);
    await hold(expiresAt);
    await assert.rejects(scene().take('app'), refusal('ledger.conflict'));
    assert.equal((await hold(expiresAt)).state, 'pending');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    assert.equal((await scene().post('app')).state, 'posted');
    await assert.rejects(expire(), refusal('ledger.alreadyPosted'));
  });
});
