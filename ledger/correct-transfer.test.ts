import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { correctTransfer, readHoldersOf, readLotDifferences, takeRedemption } from './index.ts';
import { people, refusal, useScene } from './testing/index.ts';

const amountFen = 100_000_00n;
const paid = { applicationId: 'app', payoutNo: 1 };

describe('a correction', () => {
  const scene = useScene(60_000_00n);
  const pay = async (applicationId = 'app') => {
    await scene().reviewed(applicationId);
    await scene().take(applicationId);
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    await scene().post(applicationId);
  };
  const decide = (by: typeof people.finance, outcome: 'approved' | 'rejected' = 'approved') => scene().decide('app', { kind: 'correction', by, outcome });
  const correct = () => scene().run(correctTransfer, paid);

  test('takes the very tokens of a payment back, once, by the word of two supervisors', async () => {
    await scene().fund('second', 90_000_00n);
    await pay();
    await decide(people.finance);
    await assert.rejects(correct(), refusal('ledger.approvalMissing', { missing: 'correction', required: 2, found: 1 }));
    await decide(people.financeToo);
    const [correction, again] = [await correct(), await correct()];
    assert.deepEqual(again, correction);
    assert.deepEqual([correction.debitAccountId, correction.creditAccountId, correction.amountFen], ['supplier', 'street', amountFen]);
    assert.deepEqual([await scene().availableFen('street'), await scene().availableFen('supplier')], [150_000_00n, 0n]);
    assert.deepEqual(await scene().budgets(), [['appropriation', 0n, 0n], ['contract', 0n, 0n], ['invoice', 0n, 0n]]);
    assert.deepEqual(await readLotDifferences(scene().database.read), []);
    for (const [adviceId, fen] of [['first', 60_000_00n], ['second', 90_000_00n]] as const) {
      assert.deepEqual(await readHoldersOf(scene().database.read, adviceId), [{ accountId: 'street', amountFen: fen }]);
    }
    assert.equal(await scene().countEvents('app', 'transferCorrected'), 1);
  });

  test('is refused without a payment, against a supervisor’s word, and by people who had to do with it', async () => {
    await scene().fund('second', 90_000_00n);
    await assert.rejects(correct(), refusal('ledger.holdMissing'));
    await scene().reviewed('app');
    await scene().take('app');
    await assert.rejects(correct(), refusal('ledger.notPosted'));
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
    await decide(people.finance);
    await decide({ ...people.finance, personId: people.specialist.personId });
    await assert.rejects(correct(), refusal('ledger.makerIsChecker'));
    await decide(people.financeToo, 'rejected');
    await assert.rejects(correct(), refusal('ledger.approvalRejected'));
  });

  test('is refused where the payee has used some of the tokens', async () => {
    await scene().fund('second', 90_000_00n);
    await pay();
    await decide(people.finance);
    await decide(people.financeToo);
    await scene().order('redemption', { amountFen: 1n });
    await scene().run(takeRedemption, { applicationId: 'redemption', payoutNo: 1 });
    await assert.rejects(correct(), refusal('ledger.overdraft'));
  });

  test('refers to a posted payment of the same amount the other way round, whoever writes to the table', async () => {
    await scene().fund('second', 90_000_00n);
    await pay();
    const copy = (changes: Record<string, string>) => {
      const values: Record<string, string> = {
        id: 'gen_random_uuid()', kind: `'correction'`, application_id: `'correction:app:1'`, payout_no: '1', debit_account_id: 'credit_account_id',
        credit_account_id: 'debit_account_id', amount_fen: 'amount_fen', budget_id: 'budget_id', state: `'posted'`, decision_ids: `'{a,b}'`, post_decision_ids: `'{}'`,
        created_at: 'created_at', settled_at: 'settled_at', corrects_id: 'id', ...changes,
      };
      const sql = `insert into transfer (${Object.keys(values).join()}) select ${Object.values(values).join()} from transfer where kind = 'payout'`;
      return scene().database.transaction((tx) => tx.query(sql));
    };
    const violation = { code: '23503', constraint: 'transfer_correction' };
    await assert.rejects(copy({ amount_fen: 'amount_fen - 1' }), violation);
    await assert.rejects(copy({ credit_account_id: `'stranger'` }), violation);
    await assert.rejects(copy({ corrects_id: 'gen_random_uuid()' }), violation);
    await assert.rejects(copy({ corrects_id: 'null' }), { code: '23514', constraint: 'transfer_kind' });
    await assert.rejects(copy({ decision_ids: `'{a}'` }), { code: '23514', constraint: 'transfer_kind' });
    await copy({});
    await assert.rejects(copy({ application_id: `'correction:app:2'` }), { code: '23505', constraint: 'transfer_corrects' });
  });
});
