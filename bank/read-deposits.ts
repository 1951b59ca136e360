import type { Tx } from '@gbc/prisma';
import { depositColumns, type Deposit, type DepositState } from './deposit.ts';

/** Each given field narrows; none answers every deposit. */
export interface DepositFilter {
  readonly adviceIds?: readonly string[];
  readonly states?: readonly DepositState[];
  readonly budgetIds?: readonly string[];
}

/** Deposits, newest first. */
export async function readDeposits(read: Tx['query'], filter: DepositFilter = {}): Promise<readonly Deposit[]> {
  const { rows } = await read<Deposit>(
    `select ${depositColumns} from deposit_advice
     where ($1::text[] is null or advice_id = any($1)) and ($2::text[] is null or state = any($2)) and ($3::text[] is null or budget_id = any($3))
     order by received_at desc, advice_id desc`,
    [filter.adviceIds ?? null, filter.states ?? null, filter.budgetIds ?? null],
  );
  return rows;
}
