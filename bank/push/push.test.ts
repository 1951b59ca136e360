import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { useScene } from '@gbc/ledger/testing';
import { keepDelivery, readPush, signPush, verifyPush, type PushHeaders } from '../index.ts';

const secret = 'a secret that two parties share, 32+';
const now = new Date('2026-11-21T01:00:00Z');
const seconds = (ms: number) => String(Math.floor((now.getTime() + ms) / 1000));
const body = Buffer.from('{"payments":[]}');
const signed = (changes: Partial<PushHeaders> = {}): PushHeaders => {
  const about = { timestamp: seconds(0), deliveryId: 'D-1', ...changes };
  return { signature: signPush(secret, about, body), ...about };
};

describe('a pushed advice', () => {
  test('is believed with the bank’s signature, within five minutes', () => {
    for (const ms of [0, -299_000, 299_000]) verifyPush(secret, signed({ timestamp: seconds(ms) }), body, now);
    for (const ms of [-301_000, 301_000]) assert.throws(() => verifyPush(secret, signed({ timestamp: seconds(ms) }), body, now), { code: 'bank.pushOld' });
    assert.throws(() => verifyPush(secret, signed({ timestamp: 'NaN' }), body, now), { code: 'bank.pushOld' });
  });

  test('isn’t with any other: of another secret, body, time, delivery, or none', () => {
    const forged = { code: 'bank.pushForged' };
    assert.throws(() => verifyPush('another secret of the same length..', signed(), body, now), forged);
    assert.throws(() => verifyPush(secret, signed(), Buffer.from('{"payments":[1]}'), now), forged);
    assert.throws(() => verifyPush(secret, { ...signed(), timestamp: seconds(1000) }, body, now), forged);
    assert.throws(() => verifyPush(secret, { ...signed(), deliveryId: 'D-2' }, body, now), forged);
    for (const signature of ['', 'v1=', signed().signature.toUpperCase(), `${signed().signature}0`, '中']) assert.throws(() => verifyPush(secret, { ...signed(), signature }, body, now), forged);
  });

  test('says advices with exact amounts, or isn’t taken', () => {
    const advice = { adviceId: 'A', paymentId: 'P', outcome: 'paid', amountFen: 5, valueDate: '2026-11-21', reasonCode: null };
    const read = (it: unknown) => readPush(Buffer.from(typeof it === 'string' ? it : JSON.stringify(it)), 'application/json', null);
    assert.deepEqual(read({ payments: [advice] }).payments, [{ ...advice, amountFen: 5n }]);
    for (const wrong of ['', '[]', 'null', { payments: [{ ...advice, amountFen: 0.5 }] }, { payments: [{ ...advice, amountFen: 2 ** 53 }] }, { deposits: {} }]) assert.throws(() => read(wrong), { code: 'bank.messageInvalid' });
    assert.throws(() => readPush(Buffer.from('<Document/>'), 'application/xml', { number: '1', holder: '', bank: '' }), { code: 'bank.messageInvalid' });
  });

  describe('that comes again', () => {
    const scene = useScene(0n);
    const keep = (headers: PushHeaders, bytes = body) => scene().database.transaction((tx) => keepDelivery(tx, scene().env, headers, bytes));

    test('changes nothing when it is signed anew, and is refused as it was or with other content', async () => {
      assert.equal(await keep(signed()), true);
      await assert.rejects(keep(signed()), { code: 'bank.pushReplayed' });
      assert.equal(await keep(signed({ timestamp: seconds(1000) })), false);
      await assert.rejects(keep({ ...signed({ timestamp: seconds(2000) }), signature: 'v1=other' }, Buffer.from('{}')), { code: 'bank.pushConflict' });
      assert.equal(await keep(signed({ deliveryId: 'D-2' })), true);
    });
  });
});
