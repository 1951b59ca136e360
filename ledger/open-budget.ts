import { appendEvent, type Environment } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import { budgetColumns, type Budget, type BudgetLevel } from './budget.ts';
import { LedgerError } from './ledger-error.ts';

/** An appropriation says which account pays, a contract whom; both hold for everything below. */
export type OpenBudget = { readonly id: string; readonly limitFen: bigint } & (
  | { readonly level: 'appropriation'; readonly payerAccountId: string }
  | { readonly level: 'contract'; readonly parentId: string; readonly payeeAccountId: string }
  | { readonly level: 'invoice'; readonly parentId: string }
);

type NewBudget = Pick<Budget, 'id' | 'level' | 'parentId' | 'payerAccountId' | 'payeeAccountId' | 'limitFen'>;

/**
 * Opens a budget with nothing counted on it; opening it again with the same content changes nothing.
 * @throws LedgerError `ledger.conflict` if the id is taken by another limit, payee, payer or parent; `ledger.budgetMissing`
 *   if the parent isn't open; `ledger.accountMissing`; `ledger.invalid` for a parent of the wrong level or a limit below 1 fen
 */
export async function openBudget(tx: Tx, env: Environment, input: OpenBudget): Promise<Budget> {
  const known = await findBudgets(tx, input.level === 'appropriation' ? [input.id] : [input.id, input.parentId]);
  const budget = place(input, known);
  // Most contracts are open already: then nothing has to be written or looked up.
  const open = known.get(budget.id) ?? (await insert(tx, env, budget)) ?? (await findBudgets(tx, [budget.id])).get(budget.id);
  if (!open || !sameContent(open, budget)) throw new LedgerError('ledger.conflict', { budgetId: budget.id });
  return open;
}

/** Undefined where another has opened it meanwhile. */
async function insert(tx: Tx, env: Environment, budget: NewBudget): Promise<Budget | undefined> {
  const { id: budgetId, level, parentId, limitFen, payerAccountId, payeeAccountId } = budget;
  if (level === 'appropriation') await requireHolding(tx, payerAccountId);
  if (payeeAccountId !== null) await requireHolding(tx, payeeAccountId);
  const { rows: [inserted] } = await tx.query<Budget>(
    prepared(`insert into budget (id, level, parent_id, payer_account_id, payee_account_id, limit_fen, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${budgetColumns}`),
    [budgetId, level, parentId, payerAccountId, payeeAccountId, limitFen, env.now()],
  );
  if (inserted) await appendEvent(tx, env, { type: 'budgetOpened', actor: ledgerActor, data: { budgetId, level, parentId, limitFen, payerAccountId, payeeAccountId } });
  return inserted;
}

/** The budget as it would be opened, below its parent. */
function place(input: OpenBudget, known: ReadonlyMap<string, Budget>): NewBudget {
  const { id, level } = input;
  const limitFen = requireAmount('limitFen', input.limitFen);
  if (input.level === 'appropriation') return { id, level, limitFen, parentId: null, payerAccountId: input.payerAccountId, payeeAccountId: null };
  const parentLevel: BudgetLevel = input.level === 'contract' ? 'appropriation' : 'contract';
  const parent = known.get(input.parentId);
  if (!parent) throw new LedgerError('ledger.budgetMissing', { budgetId: input.parentId });
  if (parent.level !== parentLevel) throw new LedgerError('ledger.invalid', { field: 'parentId' });
  return { id, level, limitFen, parentId: input.parentId, payerAccountId: parent.payerAccountId, payeeAccountId: input.level === 'contract' ? input.payeeAccountId : null };
}

async function findBudgets(tx: Tx, ids: readonly string[]): Promise<Map<string, Budget>> {
  const { rows } = await tx.query<Budget>(prepared(`select ${budgetColumns} from budget where id = any($1::text[])`), [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

async function requireHolding(tx: Tx, accountId: string): Promise<void> {
  const { rowCount } = await tx.query(prepared(`select from account where id = $1 and kind = 'holding'`), [accountId]);
  if (rowCount === 0) throw new LedgerError('ledger.accountMissing', { accountId });
}

function sameContent(open: Budget, budget: NewBudget): boolean {
  return (
    open.level === budget.level &&
    open.parentId === budget.parentId &&
    open.payerAccountId === budget.payerAccountId &&
    open.payeeAccountId === budget.payeeAccountId &&
    open.limitFen === budget.limitFen
  );
}
