import type { Tx } from '@gbc/prisma';
import { accountColumns } from './account.ts';
import type { BooksContent, OpenAccountStanding } from './books.ts';
import { budgetColumns, type Budget } from './budget.ts';
import { matterIdsOf, type LedgerCommand } from './command.ts';
import { freezeColumns, type Freeze } from './freeze.ts';
import { lotColumns, type Lot } from './lot.ts';
import { lockMatters, readMatters } from './read-matters.ts';
import { isMintingStopped } from './reserve-proof.ts';
import { scopeOf, type Scope } from './scope.ts';

/** What is known before any account is locked. */
export interface Brief extends Pick<BooksContent, 'matters' | 'custodyId'> {
  readonly scope: Scope;
}

/** How accounts, budgets and lots stand, and what keeps them still. */
export type Standings = Pick<BooksContent, 'accounts' | 'budgets' | 'lots' | 'freezes'>;

/**
 * Locks the business ids of `commands`, in the order of their ids, and reads what the log and the ledger say of them: the first half of opening
 * books, for one command as for hundreds. Nobody waits for it but who works on the same ids.
 */
export async function readBrief(tx: Tx, commands: readonly LedgerCommand[]): Promise<Brief> {
  const applicationIds = [...new Set(commands.flatMap(matterIdsOf))];
  // What is sent together runs in the order given: reads find what the locks before them have waited for.
  const needsCustody = commands.some(({ kind }) => kind === 'mintTokens' || kind === 'takeRedemption');
  const [, matters, custodyId] = await Promise.all([lockMatters(tx, applicationIds), readMatters(tx, applicationIds), needsCustody ? findCustody(tx) : undefined]);
  return { matters, custodyId, scope: scopeOf(commands, matters, custodyId) };
}

/**
 * Locks the accounts in the order of their ids, so that commands wait for each other in one order and can't block each other for good, and
 * reads how they stand. A budget is guarded by the lock on its paying account, and so are an account's lots.
 */
export async function lockStandings(tx: Tx, { matters, scope }: Brief): Promise<Standings> {
  const [accounts, budgets, lots, freezes] = await Promise.all([
    lockAccounts(tx, scope.accountIds), readBudgetTrees(tx, scope.budgetIds), readLots(tx, scope), readFreezesOf(tx, [...matters.keys()], scope.accountIds),
  ]);
  return { accounts, budgets, lots, freezes };
}

/** The second half of opening books: everything is locked, and stays so until the end of the transaction. */
export async function lockContent(tx: Tx, brief: Brief, commands: readonly LedgerCommand[]): Promise<BooksContent> {
  const mints = commands.some(({ kind }) => kind === 'mintTokens');
  const [standings, isStopped] = await Promise.all([lockStandings(tx, brief), mints && isMintingStopped(tx.query.bind(tx))]);
  return { ...standings, matters: brief.matters, custodyId: brief.custodyId, isMintingStopped: isStopped };
}

async function findCustody(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(`select id from account where kind = 'custody'`);
  return rows[0]?.id;
}

async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, OpenAccountStanding>> {
  const { rows } = await tx.query<OpenAccountStanding>(
    {
      name: 'ledger_lock_accounts',
      text: `select ${accountColumns}, exists(select from budget where budget.payer_account_id = account.id and budget.level = 'appropriation') "hasAppropriation"
       from account where id = any($1::text[]) order by id for no key update`,
    },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function readBudgetTrees(tx: Tx, ids: readonly string[]): Promise<Map<string, Budget>> {
  const { rows } = await tx.query<Budget>(
    {
      name: 'ledger_read_budgets',
      text: `with recursive chain as (
         select * from budget where id = any($1::text[])
         union
         select parent.* from budget parent join chain on parent.id = chain.parent_id)
       select ${budgetColumns} from chain budget`,
    },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Walks each account's open lots from the oldest on, just as far as the amount goes; besides, the lots that may go back. */
async function readLots(tx: Tx, { drawnFen, returnedIds }: Scope): Promise<Map<string, Lot[]>> {
  if (drawnFen.size === 0) return new Map();
  const { rows } = await tx.query<Lot>(
    {
      name: 'ledger_read_lots',
      text: `with recursive need as (select * from unnest($1::text[], $2::bigint[]) as need (account_id, amount_fen)),
       walk as (
         select need.account_id, need.amount_fen as left_fen, null::uuid as id, 0::bigint as no from need
         union all
         select walk.account_id, walk.left_fen - next.remaining_fen, next.id, next.no
         from walk cross join lateral (
           select id, no, remaining_fen from lot where lot.account_id = walk.account_id and is_open and lot.no > walk.no order by no limit 1) as next
         where walk.left_fen > 0)
       select ${lotColumns} from lot
       where id = any(array(select id from walk where id is not null)) or (transfer_id = any($3::uuid[]) and is_open) order by no`,
    },
    [[...drawnFen.keys()], [...drawnFen.values()], returnedIds],
  );
  return Map.groupBy(rows, ({ accountId }) => accountId);
}

async function readFreezesOf(tx: Tx, applicationIds: readonly string[], accountIds: readonly string[]): Promise<Freeze[]> {
  const { rows } = await tx.query<Freeze>(
    {
      name: 'ledger_read_freezes',
      text: `select ${freezeColumns} from freeze_order
       where ended_at is null and ((subject = 'account' and subject_id = any($1::text[])) or (subject = 'application' and subject_id = any($2::text[])))`,
    },
    [accountIds, applicationIds],
  );
  return rows;
}
