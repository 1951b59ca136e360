import type { Actor } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';
import type { Period } from './period.ts';
import { readReserveProof } from './reserve-proof.ts';

/** A period whose books one person has closed; `confirmedAt` says that a second one has looked. */
export interface PeriodClose extends Period {
  /** The period whose closing balances it opens with; null for the first. */
  readonly previousId: string | null;
  /** The tokens that there were at its end, in fen. */
  readonly supplyFen: bigint;
  /** SHA-256, lower-case hex, of {@link readPeriodText}: it is what the log has of the balances. */
  readonly balancesHash: string;
  readonly lineCount: number;
  /** The reserve proof that stood behind it. */
  readonly proofId: string;
  readonly closedBy: string;
  readonly closedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
}

export const closeColumns = `period_id "periodId", kind, starts_at "startsAt", ends_at "endsAt", previous_id "previousId", supply_fen "supplyFen",
  balances_hash "balancesHash", line_count "lineCount", proof_id "proofId", closed_by "closedBy", closed_at "closedAt", confirmed_by "confirmedBy", confirmed_at "confirmedAt"`;

/** The business id under which the log tells of a period. */
export const periodApplicationId = (periodId: string) => `period:${periodId}`;

/** A close as it stands; undefined while the period is open. */
export async function readClose(read: Tx['query'], periodId: string): Promise<PeriodClose | undefined> {
  const { rows } = await read<PeriodClose>(`select ${closeColumns} from period_close where period_id = $1`, [periodId]);
  return rows[0];
}

/** Waits for whoever closes or confirms a period, and keeps others out until the end of the transaction. */
export async function lockPeriods(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ledger period', 0))`);
}

/**
 * The person who may keep the books: a finance supervisor of an office that the log knows as a district.
 * @throws LedgerError `ledger.notKeeper`
 */
export async function requireKeeper(tx: Tx, by: Actor): Promise<Extract<Actor, { kind: 'person' }>> {
  if (by.kind !== 'person' || by.role !== 'finance-supervisor') throw new LedgerError('ledger.notKeeper');
  const { rows } = await tx.query(
    `select from event where type = 'organisationRegistered' and body::jsonb -> 'data' @> jsonb_build_object('organisationId', $1::text, 'kind', 'district')`,
    [by.organisationId],
  );
  if (rows.length === 0) throw new LedgerError('ledger.notKeeper');
  return by;
}

/**
 * The newest reserve proof, made since the end of a period.
 * @throws LedgerError `ledger.reserveUnproved` where none was made since, `ledger.reserveDiffers` where it has a difference
 */
export async function requireProof(tx: Tx, { periodId, endsAt }: Period): Promise<string> {
  const proof = await readReserveProof(tx.query.bind(tx));
  if (!proof || proof.provedAt < endsAt) throw new LedgerError('ledger.reserveUnproved', { periodId });
  if (!proof.agrees) throw new LedgerError('ledger.reserveDiffers', { periodId });
  return proof.proofId;
}
