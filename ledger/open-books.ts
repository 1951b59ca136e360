import { readEventsOf, type BusinessEvent } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { accountColumns } from './account.ts';
import { Books, type Matter, type OpenAccountStanding } from './books.ts';
import { budgetColumns, type Budget } from './budget.ts';
import { applicationIdOf, matterIdsOf, type LedgerCommand } from './command.ts';
import { evidenceOf, evidenceTypes } from './evidence.ts';
import { freezeColumns, type Freeze } from './freeze.ts';
import { lotColumns, type Lot } from './lot.ts';
import { isMintingStopped } from './reserve-proof.ts';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

const depositTypes = ['depositAdvised', 'depositMatched', 'depositParked'] as const;
const isDepositEvent = (event: BusinessEvent): event is Matter['depositEvents'][number] => (depositTypes as readonly string[]).includes(event.type);

/**
 * Locks and reads all that `commands` can need, with the same few statements for one as for hundreds. First the business ids, then
 * the accounts, each in the order of their ids: commands wait for each other in one order and can't block each other for good. A
 * budget is guarded by the lock on its paying account, and so are an account's lots.
 */
export async function openBooks(tx: Tx, commands: readonly LedgerCommand[]): Promise<Books> {
  const applicationIds = [...new Set(commands.flatMap(matterIdsOf))];
  // What is sent together runs in the order given: reads find what the locks before them have waited for.
  const needsCustody = commands.some(({ kind }) => kind === 'mintTokens' || kind === 'takeRedemption');
  const [, matters, custodyId] = await Promise.all([lockMatters(tx, applicationIds), readMatters(tx, applicationIds), needsCustody ? findCustody(tx) : undefined]);
  const scope = scopeOf(commands, matters, custodyId);
  const mints = commands.some(({ kind }) => kind === 'mintTokens');
  const [accounts, budgets, lots, freezes, isStopped] = await Promise.all([
    lockAccounts(tx, scope.accountIds), readBudgetTrees(tx, scope.budgetIds), readLots(tx, scope), readFreezesOf(tx, applicationIds, scope.accountIds),
    mints && isMintingStopped(tx.query.bind(tx)),
  ]);
  return new Books({ matters, accounts, custodyId, isMintingStopped: isStopped, budgets, lots, freezes });
}

/** Waits for whoever works on these business ids, and keeps them until the end of the transaction. */
export async function lockMatters(tx: Tx, applicationIds: readonly string[]): Promise<void> {
  const names = applicationIds.map((id) => `ledger ${id}`);
  await tx.query(
    {
      name: 'ledger_lock_matters',
      // The statements of the ledger are prepared, and a plan is kept: one that scans a table because it was small then must not be.
      text: `select set_config('enable_seqscan', 'off', true), pg_advisory_xact_lock(key)
        from (select distinct hashtextextended(name, 0) as key from unnest($1::text[]) as name order by 1) as lock`,
    },
    [names],
  );
}

async function readMatters(tx: Tx, applicationIds: readonly string[]): Promise<Map<string, Matter>> {
  const read = tx.query.bind(tx);
  const [told, { rows }] = await Promise.all([
    readEventsOf(read, applicationIds, [...evidenceTypes, ...depositTypes]),
    read<TransferRow>(
      { name: 'ledger_read_transfers', text: `select ${transferColumns} from transfer where application_id = any($1::text[]) order by application_id, payout_no` },
      [applicationIds],
    ),
  ]);
  const events = Map.groupBy(told, ({ applicationId }) => applicationId);
  const transfers = Map.groupBy(rows.map(toTransfer), ({ applicationId }) => applicationId);
  return new Map(applicationIds.map((id) => {
    const about = events.get(id) ?? [];
    return [id, { evidence: evidenceOf(about), depositEvents: about.filter(isDepositEvent), transfers: transfers.get(id) ?? [] }];
  }));
}

async function findCustody(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(`select id from account where kind = 'custody'`);
  return rows[0]?.id;
}

interface Scope {
  readonly accountIds: readonly string[];
  readonly budgetIds: readonly string[];
  /** How many fen may leave each account for good. */
  readonly drawnFen: ReadonlyMap<string, bigint>;
  /** Transfers whose very tokens may go back. */
  readonly returnedIds: readonly string[];
}

function scopeOf(commands: readonly LedgerCommand[], matters: ReadonlyMap<string, Matter>, custodyId: string | undefined): Scope {
  const accountIds = new Set(custodyId === undefined ? [] : [custodyId]);
  const budgetIds = new Set<string>();
  const drawnFen = new Map<string, bigint>();
  const returnedIds: string[] = [];
  const draw = (accountId: string, amountFen: bigint) => drawnFen.set(accountId, (drawnFen.get(accountId) ?? 0n) + amountFen);
  const include = ({ debitAccountId, creditAccountId, budgetId }: Pick<Transfer, 'debitAccountId' | 'creditAccountId' | 'budgetId'>) => {
    for (const id of [debitAccountId, creditAccountId]) accountIds.add(id);
    if (budgetId !== null) budgetIds.add(budgetId);
  };
  for (const command of commands) {
    const { evidence: { submission, order }, depositEvents, transfers } = matters.get(applicationIdOf(command)) as Matter;
    for (const transfer of transfers) include(transfer);
    if (submission) include({ debitAccountId: submission.payerAccountId, creditAccountId: submission.payeeAccountId, budgetId: submission.budgetId });
    if (order) accountIds.add(order.accountId);
    for (const { type, data } of depositEvents) {
      if (type !== 'depositMatched') continue;
      accountIds.add(data.accountId);
      budgetIds.add(data.budgetId);
    }
    if (command.kind === 'correctTransfer') {
      const paid = transfers.find(({ payoutNo, state }) => payoutNo === command.payoutNo && state === 'posted');
      if (paid) {
        returnedIds.push(paid.id);
        draw(paid.creditAccountId, paid.amountFen);
      }
    }
    if (command.kind === 'setAsideOperating') {
      accountIds.add(command.accountId);
      const paid = transfers.find(({ payoutNo }) => payoutNo === command.payoutNo);
      if (paid) draw(paid.creditAccountId, paid.amountFen);
    }
    if (command.kind !== 'postHold' && command.kind !== 'burnTokens') continue;
    // The hold may be taken by an earlier command of the same group.
    const hold = transfers.find(({ payoutNo }) => payoutNo === command.payoutNo);
    const accountId = hold?.debitAccountId ?? submission?.payerAccountId ?? order?.accountId;
    const amountFen = hold?.amountFen ?? BigInt(submission?.amountFen ?? order?.amountFen ?? 0);
    if (accountId !== undefined && hold?.state !== 'posted') draw(accountId, amountFen);
  }
  return { accountIds: [...accountIds], budgetIds: [...budgetIds], drawnFen, returnedIds };
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
