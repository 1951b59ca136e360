import type { Tx } from '@gbc/prisma';
import { budgetColumns, type Budget, type BudgetLevel } from './budget.ts';

export type BudgetStanding = Budget & {
  readonly projectId: string | null;
  /** What can still be held, in fen. */
  readonly availableFen: bigint;
};

/** Each given field narrows; none answers every budget. */
export interface BudgetFilter {
  readonly budgetIds?: readonly string[];
  /** The project that the paying account is earmarked for. */
  readonly projectId?: string;
  readonly payerAccountId?: string;
  readonly level?: BudgetLevel;
}

/** Budgets with what is held and spent on them, parents before children; with `at`, as they stood at the end of that moment. */
export async function readBudgets(read: Tx['query'], filter: BudgetFilter = {}, at?: Date): Promise<readonly BudgetStanding[]> {
  const { rows } = await read<BudgetStanding>(
    `${at ? `with recursive ${budgetsAt('$5')}` : ''}
     select ${budgetColumns}, account.project_id "projectId", limit_fen - held_fen - spent_fen "availableFen"
     from ${at ? 'budget_then' : 'budget'} budget join account on account.id = budget.payer_account_id
     where ($1::text[] is null or budget.id = any($1)) and ($2::text is null or account.project_id = $2)
       and ($3::text is null or budget.payer_account_id = $3) and ($4::text is null or budget.level = $4)
     order by array_position(array['appropriation', 'contract', 'invoice'], budget.level), budget.id`,
    [filter.budgetIds ?? null, filter.projectId ?? null, filter.payerAccountId ?? null, filter.level ?? null, ...(at ? [at] : [])],
  );
  return rows;
}

const pageSize = 2_000;

/** {@link readBudgets} by id, a page at a time, so that any number can be gone through. */
export async function* eachBudget(read: Tx['query'], filter: Pick<BudgetFilter, 'projectId'> = {}): AsyncGenerator<BudgetStanding> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: BudgetStanding[] } = await read<BudgetStanding>(
      `select ${budgetColumns}, account.project_id "projectId", limit_fen - held_fen - spent_fen "availableFen"
       from budget join account on account.id = budget.payer_account_id
       where ($1::text is null or budget.id > $1) and ($2::text is null or account.project_id = $2) order by budget.id limit ${pageSize}`,
      [after, filter.projectId ?? null],
    );
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < pageSize) return;
  }
}

/**
 * CTEs (for a `with recursive`), of which `budget_then` has every budget as it stood at the end of a moment, given by its place in the
 * statement's values: what has counted on it since, or on one below, is taken back.
 */
export const budgetsAt = (moment: string) => `
  counted as (
    select budget_id, kind, amount_fen,
      (state = 'pending')::int - (created_at <= ${moment} and (settled_at is null or settled_at > ${moment}))::int as pending,
      (state = 'posted')::int - (state = 'posted' and settled_at <= ${moment})::int as posted
    from transfer where (created_at > ${moment} or settled_at > ${moment}) and budget_id is not null),
  counting (id, funded, held, spent) as (
    select budget_id, case kind when 'mint' then posted * amount_fen else 0 end, case kind when 'payout' then pending * amount_fen else 0 end,
      case kind when 'payout' then posted * amount_fen when 'correction' then -posted * amount_fen else 0 end from counted
    union all
    select budget.parent_id, funded, held, spent from counting join budget on budget.id = counting.id where budget.parent_id is not null),
  count_since as (select id, sum(funded)::bigint as funded, sum(held)::bigint as held, sum(spent)::bigint as spent from counting group by id),
  budget_then as (
    select budget.id, level, parent_id, payer_account_id, payee_account_id, limit_fen, opened_at,
      funded_fen - coalesce(funded, 0) as funded_fen, held_fen - coalesce(held, 0) as held_fen, spent_fen - coalesce(spent, 0) as spent_fen
    from budget left join count_since on count_since.id = budget.id where opened_at <= ${moment})`;
