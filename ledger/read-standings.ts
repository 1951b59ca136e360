import type { Tx } from '@gbc/prisma';
import type { Account } from './account.ts';
import { readBalances, type AccountStanding, type BalanceFilter } from './read-balances.ts';

/**
 * What became of an account's money, in fen, corrections taken out of both sides:
 * received = paid + set aside + redeemed + balance, and balance = held + available.
 */
export interface FundsStanding extends Account {
  /** What may be paid out under its appropriation; null for an account that has none. */
  readonly appropriatedFen: bigint | null;
  readonly receivedFen: bigint;
  /** Handed down or paid under the appropriation. */
  readonly paidFen: bigint;
  /** Moved to the operating account of the same office, project and budget line. */
  readonly setAsideFen: bigint;
  /** Ended because the bank paid it out. */
  readonly redeemedFen: bigint;
  readonly balanceFen: bigint;
  readonly heldFen: bigint;
  readonly availableFen: bigint;
}

interface Correction {
  readonly payeeId: string;
  readonly payerId: string;
  readonly amountFen: bigint;
}

/** What corrections brought back, by whose payment it was. They are few, and an index has them alone. */
async function readCorrections(read: Tx['query'], at?: Date): Promise<readonly Correction[]> {
  const { rows } = await read<Correction>(
    `select debit_account_id "payeeId", credit_account_id "payerId", sum(amount_fen)::bigint "amountFen" from transfer
     where corrects_id is not null and ($1::timestamptz is null or settled_at <= $1) group by debit_account_id, credit_account_id`,
    [at ?? null],
  );
  return rows;
}

async function readAppropriations(read: Tx['query'], at?: Date): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await read<{ accountId: string; limitFen: bigint }>(
    `select payer_account_id "accountId", sum(limit_fen)::bigint "limitFen" from budget
     where level = 'appropriation' and ($1::timestamptz is null or opened_at <= $1) group by payer_account_id`,
    [at ?? null],
  );
  return new Map(rows.map(({ accountId, limitFen }) => [accountId, limitFen]));
}

const purposeOf = ({ organisationId, projectId, budgetLine }: Account) => JSON.stringify([organisationId, projectId, budgetLine]);

/** Accounts of organisations with what became of their money, by id; with `at`, as it was at the end of that moment. */
export async function readStandings(read: Tx['query'], filter: Pick<BalanceFilter, 'organisationId' | 'projectId'> = {}, at?: Date): Promise<readonly FundsStanding[]> {
  const [balances, corrections, appropriations] = await Promise.all([readBalances(read, filter, at), readCorrections(read, at), readAppropriations(read, at)]);
  const operatingFen = new Map(balances.filter(({ kind }) => kind === 'operating').map((account) => [purposeOf(account), account.creditsPostedFen]));
  const standingOf = (account: AccountStanding): FundsStanding => {
    const { id, kind, organisationId, projectId, budgetLine, creditsPostedFen, debitsPostedFen, debitsPendingFen, availableFen } = account;
    const correctedFen = corrections.filter(({ payeeId, payerId }) => payeeId === id || payerId === id).reduce((sum, { amountFen }) => sum + amountFen, 0n);
    const leftFen = debitsPostedFen - correctedFen;
    const appropriatedFen = appropriations.get(id) ?? null;
    const isPayer = kind === 'holding' && appropriatedFen !== null;
    const setAsideFen = isPayer ? (operatingFen.get(purposeOf(account)) ?? 0n) : 0n;
    return {
      id, kind, organisationId, projectId, budgetLine, appropriatedFen, setAsideFen, availableFen,
      receivedFen: creditsPostedFen - correctedFen,
      paidFen: isPayer ? leftFen - setAsideFen : 0n,
      redeemedFen: isPayer ? 0n : leftFen,
      balanceFen: creditsPostedFen - debitsPostedFen,
      heldFen: debitsPendingFen,
    };
  };
  return balances.filter(({ kind }) => kind !== 'custody').map(standingOf);
}
