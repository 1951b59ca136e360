import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createEmptyDatabase, migrationSql, type TestDatabase } from '@gbc/prisma/testing';
import { readLotDifferences } from './index.ts';

const id = (no: number) => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;
const mint = (no: number, adviceId: string, fen: number, minute: number) => `insert into transfer
  (id, kind, application_id, payout_no, debit_account_id, credit_account_id, amount_fen, budget_id, state, decision_ids, post_decision_ids, created_at, settled_at)
  values ('${id(no)}', 'mint', 'deposit:${adviceId}', 1, 'custody', 'street', ${fen}, 'appropriation', 'posted', '{d}', '{}', '2026-11-20T08:0${minute}Z', '2026-11-20T08:0${minute}Z');`;
const payout = (no: number, fen: number, state: string, settledMinute: number | null) => `insert into transfer
  (id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id, approvals_required, policy_decision_key,
   policy_limit_fen, policy_second_approver, state, decision_ids, post_decision_ids, void_reason, created_at, settled_at)
  values ('${id(no)}', 'payout', 'app-${no}', 1, 1, 'street', 'supplier', ${fen}, 'appropriation', 1, 'k', 1, false, '${state}', '{d}', '{d}',
   ${state === 'voided' ? `'rejected'` : 'null'}, '2026-11-20T08:00Z', ${settledMinute === null ? 'null' : `'2026-11-20T08:0${settledMinute}Z'`});`;

/** What had moved before there were lots: 100 + 50 minted, 70 and 60 paid, 5 held, 9 voided. */
const earlier = `
  insert into account (id, kind, organisation_id, project_id, debits_posted_fen, debits_pending_fen, credits_posted_fen, credits_pending_fen, opened_at) values
    ('custody', 'custody', null, null, 150, 0, 0, 0, now()), ('street', 'holding', 'beiwaitan', 'promenade', 130, 5, 150, 0, now()),
    ('supplier', 'holding', 'pujian', 'promenade', 0, 0, 130, 5, now());
  insert into budget (id, level, payer_account_id, limit_fen, funded_fen, held_fen, spent_fen, opened_at) values ('appropriation', 'appropriation', 'street', 1000, 150, 5, 130, now());
  ${mint(1, 'first', 100, 1)} ${payout(3, 70, 'posted', 2)} ${mint(2, 'second', 50, 3)} ${payout(4, 60, 'posted', 4)} ${payout(5, 5, 'pending', null)} ${payout(6, 9, 'voided', 1)}`;

let database: TestDatabase;

before(async () => {
  database = await createEmptyDatabase();
  for (const sql of [migrationSql('events'), migrationSql('ledger'), earlier, migrationSql('ledger_lots')]) await database.read(sql);
});
after(() => database.drop());

test('money that moved before there were lots has them, first in first out', async () => {
  const { rows } = await database.read(
    'select account_id, advice_id, project_id, amount_fen, remaining_fen, (select p.advice_id from lot p where p.id = lot.parent_id) as parent, transfer_id from lot order by no',
  );
  const lot = (account: string, advice: string, amount: bigint, remaining: bigint, parent: string | null, transfer: number) =>
    ({ account_id: account, advice_id: advice, project_id: 'promenade', amount_fen: amount, remaining_fen: remaining, parent, transfer_id: id(transfer) });
  assert.deepEqual(rows, [
    lot('street', 'first', 100n, 0n, null, 1),
    lot('supplier', 'first', 70n, 70n, 'first', 3),
    lot('street', 'second', 50n, 20n, null, 2),
    lot('supplier', 'first', 30n, 30n, 'first', 4),
    lot('supplier', 'second', 30n, 30n, 'second', 4),
  ]);
  assert.deepEqual(await readLotDifferences(database.read), []);
});
