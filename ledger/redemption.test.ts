import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appendEvents, readApplicationEvents, type EventInput } from '@gbc/events';
import {
  burnTokens, instructRedemption, paymentIdOf, readDepositsBehind, readHoldersOf, readLotDifferences, readSupply, readTrail, takeRedemption, voidRedemption,
} from './index.ts';
import { atOnce, people, refusal, useScene } from './testing/index.ts';

const paidFen = 100_000_00n;
const amountFen = 60_000_00n;
const id = 'redeem-1';
const first = { applicationId: id, payoutNo: 1 };

describe('a redemption', () => {
  const scene = useScene(40_000_00n);
  const take = (payoutNo = 1) => scene().run(takeRedemption, { applicationId: id, payoutNo });
  const instruct = (payoutNo = 1) => scene().run(instructRedemption, { applicationId: id, payoutNo });
  const burn = (payoutNo = 1) => scene().run(burnTokens, { applicationId: id, payoutNo });
  const release = (reason = 'rejected', payoutNo = 1) => scene().run(voidRedemption, { applicationId: id, payoutNo, reason });
  const receive = (by = people.districtFinance, changes: object = {}) => scene().decide(id, { kind: 'redemption', by, ...changes });
  const bankSays = (event: Pick<EventInput & { type: 'paymentConfirmed' | 'paymentRefused' }, 'type' | 'data'>) =>
    scene().run((tx, env, input: EventInput) => appendEvents(tx, env, [input]), { actor: { kind: 'system', name: 'bank' }, applicationId: id, ...event } as EventInput);
  const confirm = (fen = amountFen, payoutNo = 1) =>
    bankSays({ type: 'paymentConfirmed', data: { paymentId: paymentIdOf({ applicationId: id, payoutNo }), payoutNo, amountFen: fen, reference: 'B-1', valueDate: '2026-11-22' } });
  const refuse = () => bankSays({ type: 'paymentRefused', data: { paymentId: paymentIdOf(first), payoutNo: 1, code: 'AC04' } });
  /** The supplier was paid out of two deposits. */
  const paid = async () => {
    await scene().fund('second', paidFen - 40_000_00n);
    await scene().reviewed('app');
    await scene().take('app');
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
  };
  const ordered = async () => {
    await paid();
    await scene().order(id);
  };

  test('holds the tokens from the order on and burns them once the bank has paid, the oldest first', async () => {
    await ordered();
    const held = await take();
    assert.deepEqual([held.state, held.creditAccountId, await scene().availableFen('supplier')], ['pending', 'custody', paidFen - amountFen]);
    assert.deepEqual(await take(), held);
    assert.equal(await readSupply(scene().database.read), paidFen);
    await receive();
    await instruct();
    await instruct();
    await confirm();
    const burned = await burn();
    assert.deepEqual([burned.state, await burn()], ['posted', burned]);
    assert.equal(await readSupply(scene().database.read), paidFen - amountFen);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
    assert.equal(await scene().countEvents(id, 'paymentInstructed'), 1);
    const [event] = await readApplicationEvents(scene().database.read, id, ['tokensBurned']);
    assert.deepEqual(event?.type === 'tokensBurned' && event.data.lots.map(({ adviceId, amountFen: fen }) => [adviceId, fen]), [['first', 40_000_00], ['second', 20_000_00]]);
  });

  test('leads back to its deposits, and they forward to it', async () => {
    await ordered();
    await take();
    await receive();
    await instruct();
    await confirm();
    await burn();
    const { read } = scene().database;
    assert.deepEqual(await readDepositsBehind(read, id), [{ adviceId: 'first', amountFen: 40_000_00n }, { adviceId: 'second', amountFen: 20_000_00n }]);
    assert.deepEqual(await readHoldersOf(read, 'first'), [{ accountId: 'custody', amountFen: 40_000_00n }]);
    assert.deepEqual((await readTrail(read, id)).map(({ kind }) => kind), ['mint', 'mint', 'payout', 'burn']);
  });

  test('is taken only of tokens that are there and may be redeemed', async () => {
    await assert.rejects(take(), refusal('ledger.approvalMissing', { missing: 'redemptionOrdered', required: 1, found: 0 }));
    await ordered();
    await scene().order(id, { revision: 2, amountFen: paidFen + 1n });
    await assert.rejects(take(), refusal('ledger.overdraft'));
    await scene().order(id, { revision: 3, accountId: 'street' });
    await assert.rejects(take(), refusal('ledger.notRedeemable'));
    await scene().order(id, { revision: 4, organisationId: 'beiwaitan' });
    await assert.rejects(take(), refusal('ledger.invalid', { field: 'accountId' }));
    await scene().order(id, { revision: 5, projectId: 'other' });
    await assert.rejects(take(), refusal('ledger.earmark'));
  });

  test('goes to the bank only with the word of the receiving office, and nobody receives their own', async () => {
    await paid();
    await scene().order(id, {}, people.districtFinance);
    await take();
    await assert.rejects(instruct(), refusal('ledger.approvalMissing'));
    for (const by of [people.finance, { ...people.districtFinance, role: 'specialist' }]) await receive(by);
    await assert.rejects(instruct(), refusal('ledger.approvalMissing'));
    await receive(people.districtFinance);
    await assert.rejects(instruct(), refusal('ledger.makerIsChecker'));
    await receive(people.districtFinanceToo, { outcome: 'rejected' });
    await assert.rejects(instruct(), refusal('ledger.approvalRejected'));
    await receive(people.districtFinanceToo);
    assert.equal((await instruct()).state, 'pending');
  });

  test('burns nothing that the bank has not paid in full', async () => {
    await ordered();
    await take();
    await assert.rejects(burn(), refusal('ledger.approvalMissing', { missing: 'paymentInstructed', required: 1, found: 0 }));
    await receive();
    await instruct();
    await assert.rejects(burn(), refusal('ledger.paymentMissing'));
    await confirm(amountFen - 1n);
    await assert.rejects(burn(), refusal('ledger.paymentMissing', { paymentId: paymentIdOf(first), amountFen: Number(amountFen), paidFen: Number(amountFen) - 1 }));
  });

  test('releases nothing that the bank may still pay; refused by it, the tokens are free for a new order', async () => {
    await ordered();
    await take();
    await receive();
    await instruct();
    await assert.rejects(release(), refusal('ledger.paymentOpen', { paymentId: paymentIdOf(first) }));
    await refuse();
    assert.equal((await release('paymentRefused')).state, 'voided');
    assert.equal(await scene().availableFen('supplier'), paidFen);
    await assert.rejects(burn(), refusal('ledger.alreadyVoided'));
    await scene().order(id, { revision: 2 });
    assert.equal((await take(2)).state, 'pending');
    await assert.rejects(instruct(2), refusal('ledger.approvalMissing'));
  });

  test('ends one way when it is burned and released at once', async () => {
    await ordered();
    await take();
    await receive();
    await instruct();
    await confirm();
    const found = await atOnce(scene(), () => burn(), () => burn(), () => burn());
    assert.deepEqual(found.map((each) => (typeof each === 'string' ? each : each.state)), ['posted', 'posted', 'posted']);
    await assert.rejects(release(), refusal('ledger.alreadyPosted'));
    assert.equal(await scene().countEvents(id, 'tokensBurned'), 1);
  });

  test('keeps its shape whoever writes to the table', async () => {
    await ordered();
    await take();
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    await assert.rejects(write(`update transfer set state = 'posted', settled_at = now() where kind = 'burn'`), { code: '23514', constraint: 'transfer_kind' });
    await assert.rejects(write(`update transfer set budget_id = 'invoice' where kind = 'burn'`), { code: '23001' });
  });

  test('has a payment id that a bank can carry', () => {
    assert.equal(paymentIdOf({ applicationId: '0b6c0c9e-3b0a-4d0e-9a51-7b1f0a3c2d4e', payoutNo: 12 }), '0b6c0c9e3b0a4d0e9a517b1f0a3c2d4e-12');
    assert.throws(() => paymentIdOf({ applicationId: 'x'.repeat(40), payoutNo: 1 }));
  });
});
