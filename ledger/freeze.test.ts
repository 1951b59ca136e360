import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '@gbc/events';
import { answerFreeze, appealFreeze, orderFreeze, readFreezes, type FreezeSubject } from './index.ts';
import { people, refusal, useScene } from './testing/index.ts';

const regulator = { kind: 'person', personId: 'regulator-1', organisationId: 'jiwei', role: 'regulator' } as const satisfies Actor;
const otherRegulator: Actor = { ...regulator, personId: 'regulator-2' };
const supplier: Actor = { kind: 'person', ...people.supplier };
const reasonCommitment = 'c'.repeat(64);
const account: FreezeSubject = { subject: 'account', subjectId: 'street' };

describe('a freeze', () => {
  const scene = useScene(500_000_00n);
  const order = async (of: FreezeSubject = account, changes: { by?: Actor; expiresAt?: Date } = {}): Promise<string> => {
    const { freezeId } = await scene().run(orderFreeze, { ...of, freezeId: scene().env.newId(), by: regulator, reasonCommitment, expiresAt: null, ...changes });
    return freezeId;
  };
  const answer = (freezeId: string, outcome: 'lifted' | 'upheld', by: Actor = regulator) => scene().run(answerFreeze, { freezeId, outcome, by, reasonCommitment });
  const appeal = (freezeId: string, by: Actor = supplier) => scene().run(appealFreeze, { freezeId, by, reasonCommitment });
  const types = async () => (await scene().database.read<{ type: string }>(`select type from event where type like 'freeze%' order by at, id`)).rows.map(({ type }) => type);

  for (const subject of [account, { subject: 'account', subjectId: 'supplier' }, { subject: 'application', subjectId: 'app' }] satisfies FreezeSubject[]) {
    test(`of ${subject.subject} ${subject.subjectId} keeps what is held and lets nothing move until it is lifted`, async () => {
      await scene().reviewed('app');
      await scene().take('app');
      await scene().decide('app', { kind: 'payout', by: people.finance });
      const freezeId = await order(subject);
      await assert.rejects(scene().post('app'), refusal('ledger.frozen', { freezeId, ...subject }));
      await assert.rejects(scene().void('app'), refusal('ledger.frozen'));
      assert.equal((await scene().take('app')).state, 'pending', 'what was done before is still answered');
      await scene().reviewed('other');
      if (subject.subject === 'account') await assert.rejects(scene().take('other'), refusal('ledger.frozen'));
      else await scene().take('other');
      await answer(freezeId, 'lifted');
      assert.equal((await scene().post('app')).state, 'posted');
      assert.deepEqual(await types(), ['freezeOrdered', 'freezeEnded']);
    });
  }

  test('lets no tokens be minted to the account', async () => {
    await order();
    await assert.rejects(scene().fund('second', 1n), refusal('ledger.frozen'));
  });

  test('is over when its time is over, which the next one writes down', async () => {
    const expiresAt = new Date(scene().env.now().getTime() + 20);
    const freezeId = await order(account, { expiresAt });
    await scene().reviewed('app');
    await assert.rejects(scene().take('app'), refusal('ledger.frozen'));
    while (scene().env.now() < expiresAt); // the scene's clock ticks when it is read
    await scene().take('app');
    await assert.rejects(answer(freezeId, 'lifted'), refusal('ledger.freezeEnded'));
    await order();
    const [newest, first] = await readFreezes(scene().database.read, account);
    assert.deepEqual([newest?.ending, first?.ending, first?.endedAt], [null, 'expired', expiresAt]);
    assert.deepEqual(await types(), ['freezeOrdered', 'freezeEnded', 'freezeOrdered']);
  });

  test('is the regulator’s alone, one of a subject at a time, and of something that is there', async () => {
    await assert.rejects(order(account, { by: supplier }), refusal('ledger.notAllowed'));
    await assert.rejects(order({ subject: 'account', subjectId: 'nobody' }), refusal('ledger.accountMissing'));
    await assert.rejects(order({ subject: 'account', subjectId: 'custody' }), refusal('ledger.invalid'));
    await assert.rejects(order({ subject: 'application', subjectId: 'nothing' }), refusal('ledger.invalid'));
    await assert.rejects(order(account, { expiresAt: new Date(0) }), refusal('ledger.invalid'));
    const freezeId = await order();
    await assert.rejects(order(), refusal('ledger.alreadyFrozen'));
    const again = { ...account, freezeId, by: regulator, reasonCommitment, expiresAt: null };
    assert.equal((await scene().run(orderFreeze, again)).freezeId, freezeId);
    await assert.rejects(scene().run(orderFreeze, { ...again, subjectId: 'supplier' }), refusal('ledger.conflict'));
    await assert.rejects(answer(freezeId, 'lifted', supplier), refusal('ledger.notAllowed'));
    assert.deepEqual(await types(), ['freezeOrdered']);
  });

  test('is appealed against by those concerned, and judged by somebody who did not order it', async () => {
    const freezeId = await order({ subject: 'account', subjectId: 'supplier' });
    await assert.rejects(answer(freezeId, 'upheld', otherRegulator), refusal('ledger.appealMissing'));
    await assert.rejects(appeal(freezeId, { kind: 'person', ...people.finance }), refusal('ledger.notAllowed'));
    await appeal(freezeId);
    await appeal(freezeId);
    await assert.rejects(answer(freezeId, 'upheld'), refusal('ledger.makerIsChecker'));
    await assert.rejects(answer(freezeId, 'lifted'), refusal('ledger.makerIsChecker'));
    await answer(freezeId, 'upheld', otherRegulator);
    await answer(freezeId, 'upheld', otherRegulator);
    await appeal(freezeId);
    await answer(freezeId, 'lifted', otherRegulator);
    await assert.rejects(appeal(freezeId), refusal('ledger.freezeEnded'));
    assert.deepEqual(await types(), ['freezeOrdered', 'freezeAppealed', 'freezeAppealAnswered', 'freezeAppealed', 'freezeAppealAnswered', 'freezeEnded']);
  });

  test('of an application is appealed against by either side of it', async () => {
    await scene().reviewed('app');
    for (const by of [supplier, { kind: 'person', ...people.finance } as const]) {
      const freezeId = await order({ subject: 'application', subjectId: 'app' });
      await assert.rejects(appeal(freezeId, { kind: 'person', ...people.otherFinance }), refusal('ledger.notAllowed'));
      await appeal(freezeId, by);
      await answer(freezeId, 'lifted', otherRegulator);
    }
  });

  test('waits for a payment that has begun, or the payment is refused: never between', async () => {
    await scene().reviewed('app');
    const outcome = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code);
    const [frozen, held] = await Promise.all([outcome(order()), outcome(scene().take('app'))]);
    assert.equal(frozen, 'done');
    assert.ok(held === 'done' || held === 'ledger.frozen', held);
    await assert.rejects(scene().void('app'), held === 'done' ? refusal('ledger.frozen') : refusal('ledger.holdMissing'));
  });

  test('keeps its content whoever writes to the table', async () => {
    const freezeId = await order();
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
    for (const sql of [`update freeze_order set subject_id = 'supplier'`, 'update freeze_order set expires_at = now()', 'delete from freeze_order', 'truncate freeze_order']) {
      await assert.rejects(write(sql), { code: '23001' }, sql);
    }
    await answer(freezeId, 'lifted');
    await assert.rejects(write('update freeze_order set ended_at = null, ending = null'), { code: '23001' });
  });
});
