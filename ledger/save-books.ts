import { appendEvents, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { Books } from './books.ts';
import type { Lot } from './lot.ts';
import type { Burn, Payout, Transfer } from './transfer.ts';

export type Changes = ReturnType<Books['changes']>;

/**
 * Writes what commands have moved and the events that tell of it: a statement a table, whatever the number of rows. These rows are the
 * commands' own; nobody else waits for them. What is sent together with it runs after it.
 */
export async function saveMoves(tx: Tx, env: Environment, { insertedTransfers, settledTransfers, insertedLots, events }: Changes): Promise<void> {
  await Promise.all([
    insertedTransfers.length > 0 && insertTransfers(tx, insertedTransfers),
    settledTransfers.length > 0 && settleTransfers(tx, settledTransfers),
    insertedLots.length > 0 && insertLots(tx, insertedLots),
    appendEvents(tx, env, events),
  ]);
}

/** Writes how accounts, budgets and the lots that were drawn on stand now, which are everybody's and must be locked. */
export async function saveStandings(tx: Tx, { accounts, budgets, drawnLots }: Changes): Promise<void> {
  await Promise.all([
    accounts.length > 0 && updateAccounts(tx, accounts),
    budgets.length > 0 && updateBudgets(tx, budgets),
    drawnLots.length > 0 && updateLots(tx, drawnLots),
  ]);
}

/** An array of ids as the text of one value in an array of rows. */
const arrayText = (ids: readonly string[]) => `{${ids.map((id) => JSON.stringify(id)).join(',')}}`;

async function insertTransfers(tx: Tx, transfers: readonly Transfer[]): Promise<void> {
  const payout = (transfer: Transfer) => (transfer.kind === 'payout' ? transfer : undefined);
  const held = (transfer: Transfer) => (transfer.kind === 'payout' || transfer.kind === 'burn' ? transfer : undefined);
  const setAside = (transfer: Transfer) => (transfer.kind === 'setAside' ? transfer : undefined);
  await tx.query(
    {
      name: 'ledger_insert_transfers',
      text: `insert into transfer (id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id, approvals_required,
         policy_decision_key, policy_limit_fen, policy_second_approver, state, decision_ids, post_decision_ids, void_reason, created_at, settled_at, expires_at, corrects_id, linked_id)
       select id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id, approvals_required,
         policy_decision_key, policy_limit_fen, policy_second_approver, state, decision_ids::text[], post_decision_ids::text[], void_reason, created_at, settled_at, expires_at, corrects_id, linked_id
       from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::int[],
         $11::text[], $12::bigint[], $13::boolean[], $14::text[], $15::text[], $16::text[], $17::text[], $18::timestamptz[], $19::timestamptz[], $20::timestamptz[], $21::uuid[], $22::uuid[])
         as row (id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id, approvals_required,
           policy_decision_key, policy_limit_fen, policy_second_approver, state, decision_ids, post_decision_ids, void_reason, created_at, settled_at, expires_at, corrects_id, linked_id)`,
    },
    [
      transfers.map(({ id }) => id),
      transfers.map(({ kind }) => kind),
      transfers.map(({ applicationId }) => applicationId),
      transfers.map(({ payoutNo }) => payoutNo),
      transfers.map((transfer) => held(transfer)?.revision ?? null),
      transfers.map(({ debitAccountId }) => debitAccountId),
      transfers.map(({ creditAccountId }) => creditAccountId),
      transfers.map(({ amountFen }) => amountFen),
      transfers.map(({ budgetId }) => budgetId),
      transfers.map((transfer) => payout(transfer)?.approvalsRequired ?? null),
      transfers.map((transfer) => (payout(transfer) ?? setAside(transfer))?.policy.decisionKey ?? null),
      transfers.map((transfer) => payout(transfer)?.policy.limitFen ?? setAside(transfer)?.policy.capFen ?? null),
      transfers.map((transfer) => payout(transfer)?.policy.secondApprover ?? null),
      transfers.map(({ state }) => state),
      transfers.map(({ decisionIds }) => arrayText(decisionIds)),
      transfers.map((transfer) => arrayText(held(transfer)?.postDecisionIds ?? [])),
      transfers.map((transfer) => held(transfer)?.voidReason ?? null),
      transfers.map(({ createdAt }) => createdAt),
      transfers.map(({ settledAt }) => settledAt),
      transfers.map((transfer) => payout(transfer)?.expiresAt ?? null),
      transfers.map((transfer) => (transfer.kind === 'correction' ? transfer.correctsId : null)),
      transfers.map((transfer) => setAside(transfer)?.linkedId ?? null),
    ],
  );
}

async function settleTransfers(tx: Tx, payouts: readonly (Payout | Burn)[]): Promise<void> {
  await tx.query(
    {
      name: 'ledger_settle_transfers',
      text: `update transfer set state = row.state, post_decision_ids = row.post_decision_ids::text[], void_reason = row.void_reason, settled_at = row.settled_at
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as row (id, state, post_decision_ids, void_reason, settled_at)
       where transfer.id = row.id`,
    },
    [
      payouts.map(({ id }) => id),
      payouts.map(({ state }) => state),
      payouts.map(({ postDecisionIds }) => arrayText(postDecisionIds)),
      payouts.map(({ voidReason }) => voidReason),
      payouts.map(({ settledAt }) => settledAt),
    ],
  );
}

async function updateAccounts(tx: Tx, accounts: Changes['accounts']): Promise<void> {
  await tx.query(
    {
      name: 'ledger_update_accounts',
      text: `update account set debits_pending_fen = row.debits_pending_fen, debits_posted_fen = row.debits_posted_fen,
         credits_pending_fen = row.credits_pending_fen, credits_posted_fen = row.credits_posted_fen
       from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
         as row (id, debits_pending_fen, debits_posted_fen, credits_pending_fen, credits_posted_fen)
       where account.id = row.id`,
    },
    [
      accounts.map(({ id }) => id),
      accounts.map(({ debitsPendingFen }) => debitsPendingFen),
      accounts.map(({ debitsPostedFen }) => debitsPostedFen),
      accounts.map(({ creditsPendingFen }) => creditsPendingFen),
      accounts.map(({ creditsPostedFen }) => creditsPostedFen),
    ],
  );
}

async function updateBudgets(tx: Tx, budgets: Changes['budgets']): Promise<void> {
  await tx.query(
    {
      name: 'ledger_update_budgets',
      text: `update budget set funded_fen = row.funded_fen, held_fen = row.held_fen, spent_fen = row.spent_fen
       from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as row (id, funded_fen, held_fen, spent_fen)
       where budget.id = row.id`,
    },
    [
      budgets.map(({ id }) => id),
      budgets.map(({ fundedFen }) => fundedFen),
      budgets.map(({ heldFen }) => heldFen),
      budgets.map(({ spentFen }) => spentFen),
    ],
  );
}

async function insertLots(tx: Tx, lots: readonly Lot[]): Promise<void> {
  await tx.query(
    {
      name: 'ledger_insert_lots',
      text: `insert into lot (id, account_id, advice_id, project_id, budget_line, amount_fen, remaining_fen, parent_id, transfer_id)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::uuid[], $9::uuid[])`,
    },
    [
      lots.map(({ id }) => id),
      lots.map(({ accountId }) => accountId),
      lots.map(({ adviceId }) => adviceId),
      lots.map(({ projectId }) => projectId),
      lots.map(({ budgetLine }) => budgetLine),
      lots.map(({ amountFen }) => amountFen),
      lots.map(({ remainingFen }) => remainingFen),
      lots.map(({ parentId }) => parentId),
      lots.map(({ transferId }) => transferId),
    ],
  );
}

async function updateLots(tx: Tx, lots: readonly Lot[]): Promise<void> {
  await tx.query(
    {
      name: 'ledger_draw_on_lots',
      text: 'update lot set remaining_fen = row.remaining_fen from unnest($1::uuid[], $2::bigint[]) as row (id, remaining_fen) where lot.id = row.id',
    },
    [lots.map(({ id }) => id), lots.map(({ remainingFen }) => remainingFen)],
  );
}
