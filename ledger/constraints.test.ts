import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { people, useScene } from './testing/index.ts';

const amountFen = 100_000_00n;
const checkViolation = (constraint: string) => ({ code: '23514', constraint });
const uniqueViolation = (constraint: string) => ({ code: '23505', constraint });
const foreignKeyViolation = (constraint: string) => ({ code: '23503', constraint });
const neverChanged = { code: '23001' };

/** Whatever code or operator writes to these tables, money can't be made, lost or rewritten past the rules. */
describe('the tables of the ledger', () => {
  const scene = useScene(amountFen);
  const write = (sql: string) => scene().database.transaction((tx) => tx.query(sql));
  const held = async () => {
    await scene().reviewed('app');
    await scene().take('app');
  };
  const copyOfPayout = (changes: Record<string, string>) => {
    const columns = ['id', 'kind', 'application_id', 'payout_no', 'revision', 'debit_account_id', 'credit_account_id', 'amount_fen', 'budget_id',
      'approvals_required', 'policy_decision_key', 'policy_limit_fen', 'policy_second_approver', 'state', 'decision_ids', 'post_decision_ids',
      'void_reason', 'created_at', 'settled_at'];
    const values = columns.map((column) => changes[column] ?? (column === 'id' ? 'gen_random_uuid()' : column));
    return `insert into transfer (${columns.join()}) select ${values.join()} from transfer where kind = 'payout'`;
  };

  test('overdraw no account and no budget', async () => {
    await assert.rejects(write(`update account set debits_posted_fen = ${amountFen + 1n} where id = 'street'`), checkViolation('account_overdraft'));
    await assert.rejects(write(`update account set debits_pending_fen = ${amountFen + 1n} where id = 'street'`), checkViolation('account_overdraft'));
    await assert.rejects(write(`update account set credits_pending_fen = ${amountFen + 1n} where id = 'custody'`), checkViolation('account_overdraft'));
    await assert.rejects(write(`update account set credits_pending_fen = -1 where id = 'street'`), checkViolation('account_sums'));
    await assert.rejects(write(`update budget set held_fen = limit_fen, spent_fen = 1 where id = 'invoice'`), checkViolation('budget_limit'));
    await assert.rejects(write(`update budget set funded_fen = limit_fen + 1 where id = 'appropriation'`), checkViolation('budget_funded'));
  });

  test('hold one live payout an application, under one number once', async () => {
    await held();
    await assert.rejects(write(copyOfPayout({})), uniqueViolation('transfer_application_id_payout_no_key'));
    await assert.rejects(write(copyOfPayout({ payout_no: '2' })), uniqueViolation('transfer_one_live'));
  });

  test('hold no posted payout without its approvals, and no transfer without evidence', async () => {
    await held();
    const other = { application_id: `'other'` };
    await assert.rejects(write(copyOfPayout({ ...other, state: `'posted'`, settled_at: 'now()' })), checkViolation('transfer_kind'));
    await assert.rejects(write(copyOfPayout({ ...other, decision_ids: `'{}'` })), checkViolation('transfer_evidence'));
    await assert.rejects(write(copyOfPayout({ ...other, approvals_required: '0' })), checkViolation('transfer_kind'));
    await assert.rejects(write(copyOfPayout({ ...other, policy_limit_fen: 'null' })), checkViolation('transfer_kind'));
    await assert.rejects(write(copyOfPayout({ ...other, amount_fen: '0' })), checkViolation('transfer_amount'));
    await assert.rejects(write(copyOfPayout({ ...other, credit_account_id: 'debit_account_id' })), checkViolation('transfer_parties'));
  });

  test('refer to what is there', async () => {
    await held();
    const other = { application_id: `'other'` };
    await assert.rejects(write(copyOfPayout({ ...other, debit_account_id: `'nobody'` })), foreignKeyViolation('transfer_account'));
    await assert.rejects(write(copyOfPayout({ ...other, credit_account_id: `'nobody'` })), foreignKeyViolation('transfer_account'));
    await assert.rejects(write(copyOfPayout({ ...other, budget_id: `'nothing'` })), foreignKeyViolation('transfer_budget_open'));
    const copyOfLot = (changes: Record<string, string>) => {
      const columns = ['id', 'account_id', 'advice_id', 'amount_fen', 'remaining_fen', 'parent_id', 'transfer_id'];
      const values = columns.map((column) => changes[column] ?? (column === 'id' ? 'gen_random_uuid()' : column));
      return `insert into lot (${columns.join()}) select ${values.join()} from lot`;
    };
    await assert.rejects(write(copyOfLot({ transfer_id: 'gen_random_uuid()' })), foreignKeyViolation('lot_transfer'));
    await assert.rejects(write(copyOfLot({ account_id: `'supplier'` })), foreignKeyViolation('lot_transfer'));
    await assert.rejects(write(copyOfLot({ transfer_id: `(select id from transfer where kind = 'payout')`, account_id: `'supplier'` })), foreignKeyViolation('lot_transfer'));
    await assert.rejects(write(copyOfLot({ parent_id: 'gen_random_uuid()' })), foreignKeyViolation('lot_parent'));
    await assert.rejects(write(copyOfLot({ parent_id: 'id', advice_id: `'another'` })), foreignKeyViolation('lot_parent'));
    for (const column of ['amount_fen', 'account_id', 'no']) await assert.rejects(write(`update lot set ${column} = ${column}`), neverChanged);
    await assert.rejects(write('update lot set remaining_fen = remaining_fen + 1'), neverChanged);
  });

  test('settle a transfer once and rewrite nothing', async () => {
    await held();
    await assert.rejects(write(`update transfer set amount_fen = amount_fen + 1 where state = 'pending'`), neverChanged);
    await assert.rejects(write(`update transfer set credit_account_id = 'stranger' where state = 'pending'`), neverChanged);
    await scene().decide('app', { kind: 'payout', by: people.finance });
    await scene().post('app');
    await assert.rejects(write(`update transfer set state = 'voided', void_reason = 'x' where kind = 'payout'`), neverChanged);
    await assert.rejects(write(`update transfer set state = 'pending', settled_at = null where kind = 'payout'`), neverChanged);
    await assert.rejects(write(`update account set organisation_id = 'pujian' where id = 'street'`), neverChanged);
    await assert.rejects(write(`update budget set limit_fen = limit_fen + 1`), neverChanged);
    for (const table of ['lot', 'transfer', 'budget', 'account']) {
      await assert.rejects(write(`delete from ${table}`), neverChanged);
      await assert.rejects(write(`truncate ${table} cascade`), neverChanged);
    }
  });
});
