import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';

/** The advisory lock that each statement which writes transfers shares (trigger `transfer_open_period`), whatever it moves. */
const key = `hashtextextended('ledger posting', 0)`;
/** Longer than groups of commands take; while somebody waits for the lock alone, all who come later wait, too. */
const waitMaxMs = 2_000;
const lockNotAvailable = '55P03';

/**
 * Waits until every transfer that is being written is there, and keeps others out until the end of the transaction.
 * @throws LedgerError `ledger.busy` where somebody takes too long
 */
export async function lockPosting(tx: Tx): Promise<void> {
  await tx.query(`set local lock_timeout = ${waitMaxMs}`);
  await tx.query(`select pg_advisory_xact_lock(${key})`).catch((error: unknown) => {
    throw codeOf(error) === lockNotAvailable ? new LedgerError('ledger.busy') : error;
  });
  await tx.query('set local lock_timeout to default');
}

/** The refusal that a trigger's error means; any other error as it is. */
export function asRefusal(error: unknown): unknown {
  return error instanceof Error && 'constraint' in error && error.constraint === 'transfer_open_period' ? new LedgerError('ledger.periodClosed') : error;
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
