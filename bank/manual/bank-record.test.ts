import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { useScene } from '@gbc/ledger/testing';
import { checkBankRecord, enterBankRecord, manualBank, readBankRecords, type BankPaper } from '../index.ts';

const clerk = (n: number) => ({ kind: 'person', personId: `00000000-0000-4000-8000-00000000000${n}`, organisationId: 'hongkou', role: 'finance-supervisor' }) as const;
const paper: BankPaper = { kind: 'deposit', adviceId: 'JZ-1', reference: 'HK-2026-017', amountFen: 60_000_000, valueDate: '2026-11-20', debtorName: '虹口区财政局' };

describe('a paper of the bank’s', () => {
  const scene = useScene(0n);
  const enter = (it: BankPaper = paper, by = clerk(1)) => scene().run(enterBankRecord, { by, paper: it });
  const check = (recordId: string, it: BankPaper = paper, by = clerk(2)) => scene().run(checkBankRecord, { by, recordId, paper: it });
  const advices = async () => (await manualBank(scene().database).listAdvices(null)).advices;
  const events = async () => (await scene().database.read<{ type: string }>(`select type from event where type like 'bankRecord%' order by at, id`)).rows.map(({ type }) => type);

  test('counts once two persons have read the same', async () => {
    const recordId = await enter();
    assert.deepEqual(await advices(), []);
    assert.equal((await check(recordId)).state, 'confirmed');
    assert.deepEqual(await advices(), [{ adviceId: 'JZ-1', reference: 'HK-2026-017', amountFen: 60_000_000n, valueDate: '2026-11-20', debtorName: '虹口区财政局' }]);
    assert.deepEqual(await events(), ['bankRecordEntered', 'bankRecordChecked']);
  });

  test('that they read differently says where, counts for nothing, and is entered anew', async () => {
    const recordId = await enter();
    const checked = await check(recordId, { ...paper, amountFen: 60_000_001, reference: 'HK-2026-018' });
    assert.deepEqual([checked.state, checked.differences], ['differed', ['reference', 'amountFen']]);
    assert.deepEqual(await advices(), []);
    await assert.rejects(check(recordId), { code: 'bank.recordClosed' });
    const { rows } = await scene().database.read<{ body: string }>(`select body from event where type = 'bankRecordChecked'`);
    assert.equal((JSON.parse(rows[0]?.body ?? '{}') as { data: { outcome: string } }).data.outcome, 'differed');
    await check(await enter());
    assert.equal((await advices()).length, 1);
  });

  test('is never checked by who entered it, whoever writes to the table', async () => {
    const recordId = await enter();
    await assert.rejects(check(recordId, paper, clerk(1)), { code: 'bank.ownRecord' });
    const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql, [recordId]));
    await assert.rejects(write(`update bank_record set state = 'confirmed', checked_by = entered_by, checked_at = now() where id = $1`), { code: '23514' });
    await assert.rejects(write(`update bank_record set paper = '{}' where id = $1`), { code: '23001' });
    await assert.rejects(write('delete from bank_record where id = $1'), { code: '23001' });
    assert.equal((await readBankRecords(scene().database.read))[0]?.state, 'entered');
    await assert.rejects(check('00000000-0000-4000-8000-000000000009'), { code: 'bank.recordUnknown' });
  });

  test('of another kind, or with lines in another order, is compared by what it says', async () => {
    assert.equal((await check(await enter(), { kind: 'statement', day: '2026-11-20', openingFen: 0, closingFen: 0, lines: [] })).state, 'differed');
    const lines = [{ kind: 'deposit' as const, id: 'JZ-1', amountFen: 3 }, { kind: 'payment' as const, id: 'P-1', amountFen: 1 }];
    const statement = (order: typeof lines): BankPaper => ({ kind: 'statement', day: '2026-11-20', openingFen: 0, closingFen: 2, lines: order });
    assert.equal((await check(await enter(statement(lines)), statement(lines.toReversed()))).state, 'confirmed');
    assert.equal(await manualBank(scene().database).custodyFen(), 2n);
  });
});
