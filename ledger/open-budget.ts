import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
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
  const budget = await place(tx, input);
  const { rows: inserted } = await tx.query<Budget>(
    `insert into budget (id, level, parent_id, payer_account_id, payee_account_id, limit_fen, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${budgetColumns}`,
    [budget.id, budget.level, budget.parentId, budget.payerAccountId, budget.payeeAccountId, budget.limitFen, env.now()],
  );
  if (inserted[0]) {
    const { id: budgetId, level, parentId, limitFen, payerAccountId, payeeAccountId } = budget;
    await appendEvent(tx, env, {
      type: 'budgetOpened',
      actor: ledgerActor,
      data: { budgetId, level, parentId, limitFen, payerAccountId, payeeAccountId },
    });
    return inserted[0];
  }
  const open = await findBudget(tx, budget.id);
  if (!open || !sameContent(open, budget)) throw new LedgerError('ledger.conflict', { budgetId: budget.id });
  return open;
}

async function place(tx: Tx, input: OpenBudget): Promise<NewBudget> {
  const { id, level } = input;
  const limitFen = requireAmount('limitFen', input.limitFen);
  if (input.level === 'appropriation') {
    await requireHolding(tx, input.payerAccountId);
    return { id, level, limitFen, parentId: null, payerAccountId: input.payerAccountId, payeeAccountId: null };
  }
  const parentLevel: BudgetLevel = input.level === 'contract' ? 'appropriation' : 'contract';
  const parent = await findBudget(tx, input.parentId);
  if (!parent) throw new LedgerError('ledger.budgetMissing', { budgetId: input.parentId });
  if (parent.level !== parentLevel) throw new LedgerError('ledger.invalid', { field: 'parentId' });
  const payeeAccountId = input.level === 'contract' ? input.payeeAccountId : null;
  if (payeeAccountId !== null) await requireHolding(tx, payeeAccountId);
  return { id, level, limitFen, parentId: input.parentId, payerAccountId: parent.payerAccountId, payeeAccountId };
}

async function findBudget(tx: Tx, id: string): Promise<Budget | undefined> {
  const { rows } = await tx.query<Budget>(`select ${budgetColumns} from budget where id = $1`, [id]);
  return rows[0];
}

async function requireHolding(tx: Tx, accountId: string): Promise<void> {
  const { rowCount } = await tx.query(`select from account where id = $1 and kind = 'holding'`, [accountId]);
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
