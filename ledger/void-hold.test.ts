import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { people, refusal, useScene } from './testing/index.ts';

const fundedFen = 500_000_00n;

describe('voidHold', () => {
  const scene = useScene(fundedFen);

  test('gives back everything, once', async () => {
    await scene().reviewed('app');
    await scene().take('app');
    const voided = await scene().void('app');
    assert.deepEqual([voided.state, voided.voidReason], ['voided', 'rejected']);
    assert.deepEqual(await scene().void('app'), voided);
    assert.equal(await scene().countEvents('app', 'holdVoided'), 1);
    assert.equal(await scene().availableFen('street'), fundedFen);
    assert.deepEqual(await scene().budgets(), [['appropriation', 0n, 0n], ['contract', 0n, 0n], ['invoice', 0n, 0n]]);
  });

  test('refuses what is posted, what is missing, another reason, and words instead of a code', async () => {
    await scene().reviewed('app');
    await assert.rejects(scene().void('app'), refusal('ledger.holdMissing'));
    await scene().take('app');
    await assert.rejects(scene().void('app', 1, '金额不符'), refusal('ledger.invalid', { field: 'reason' }));
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
    await assert.rejects(scene().void('app'), refusal('ledger.alreadyPosted'));
    await scene().reviewed('other');
    await scene().take('other');
    await scene().void('other', 1, 'rejected');
    await assert.rejects(scene().void('other', 1, 'transferRefused'), refusal('ledger.conflict'));
  });
});
