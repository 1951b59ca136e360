import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';
import { closeColumns, lockPeriods, periodApplicationId, readClose, requireKeeper, requireProof, type PeriodClose } from './period-close.ts';
import { hashPeriod } from './period-line.ts';
import { parsePeriod, previousOf, type Period } from './period.ts';
import { lockPosting } from './posting-lock.ts';
import { readFirstMonth, monthsOf } from './read-periods.ts';
import { requireAgreement, sumMonth, sumYear } from './sum-period.ts';

export interface ClosePeriod {
  readonly periodId: string;
  /** A finance supervisor of a district. */
  readonly by: Actor;
}

/**
 * Closes the books of a month or a year: writes down what every account and budget opened with, what moved and what it closed with, and
 * tells the log the hash of it all. From then on nothing is posted into the month; what was wrong is put right by transfers in the open one.
 * What is held at the end is shown as held and blocks nothing. Closing again by the same person changes nothing.
 * @throws LedgerError `ledger.notKeeper`; `ledger.periodMissing` before the ledger's first month; `ledger.periodRuns` before its end;
 *   `ledger.previousOpen` (param `periodId` names it) while the period before, or of a year its last month, isn't confirmed;
 *   `ledger.reserveUnproved`, `ledger.reserveDiffers`; `ledger.alreadyClosed` by somebody else; `ledger.periodDiffers` where
 *   two ways of computing it don't agree; `ledger.busy` where postings don't come to an end
 */
export async function closePeriod(tx: Tx, env: Environment, { periodId, by }: ClosePeriod): Promise<PeriodClose> {
  const keeper = await requireKeeper(tx, by);
  const period = parsePeriod(periodId);
  await lockPeriods(tx);
  const known = await readClose(tx.query.bind(tx), periodId);
  if (known?.closedBy === keeper.personId) return known;
  if (known) throw new LedgerError('ledger.alreadyClosed', { periodId });
  if (env.now() < period.endsAt) throw new LedgerError('ledger.periodRuns', { periodId });
  const { previous, monthIds } = await requireTurn(tx, period);
  const proofId = await requireProof(tx, period);

  if (period.kind === 'month') {
    await lockPosting(tx);
    await sumMonth(tx, period, previous?.periodId ?? null);
  } else {
    await sumYear(tx, period, monthIds, previous?.periodId ?? null);
  }
  await requireAgreement(tx, period);
  return insertClose(tx, env, { period, previous, proofId, keeper });
}

/** What must be confirmed before: the period before it and, of a year, its months. */
async function requireTurn(tx: Tx, period: Period): Promise<{ previous: PeriodClose | null; monthIds: readonly string[] }> {
  const read = tx.query.bind(tx);
  const first = await readFirstMonth(read);
  if (!first || period.endsAt <= first.startsAt) throw new LedgerError('ledger.periodMissing', { periodId: period.periodId });
  const monthIds = period.kind === 'year' ? monthsOf(period, first).map(({ periodId }) => periodId) : [];
  const before = period.startsAt > first.startsAt ? previousOf(period).periodId : null;
  for (const periodId of [before, monthIds.at(-1)]) {
    if (periodId && !(await readClose(read, periodId))?.confirmedAt) throw new LedgerError('ledger.previousOpen', { periodId });
  }
  return { previous: before === null ? null : ((await readClose(read, before)) ?? null), monthIds };
}

interface NewClose {
  readonly period: Period;
  readonly previous: PeriodClose | null;
  readonly proofId: string;
  readonly keeper: Extract<Actor, { kind: 'person' }>;
}

async function insertClose(tx: Tx, env: Environment, { period, previous, proofId, keeper }: NewClose): Promise<PeriodClose> {
  const { periodId, kind, startsAt, endsAt } = period;
  const { rows: [sums] } = await tx.query<{ lineCount: number; supplyFen: bigint }>(
    `select count(*)::int "lineCount", coalesce(sum(closing_fen) filter (where kind = 'custody'), 0)::bigint "supplyFen" from period_line where period_id = $1`,
    [periodId],
  );
  const { lineCount = 0, supplyFen = 0n } = sums ?? {};
  const previousHash = previous?.balancesHash ?? null;
  const balancesHash = await hashPeriod(tx.query.bind(tx), { periodId, startsAt, endsAt, supplyFen, lineCount, previousHash });
  const { rows: [close] } = await tx.query<PeriodClose>(
    `insert into period_close (period_id, kind, starts_at, ends_at, previous_id, supply_fen, balances_hash, line_count, proof_id, closed_by, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${closeColumns}`,
    [periodId, kind, startsAt, endsAt, previous?.periodId ?? null, supplyFen, balancesHash, lineCount, proofId, keeper.personId, env.now()],
  );
  await appendEvent(tx, env, {
    type: 'periodClosed', actor: keeper, applicationId: periodApplicationId(periodId),
    data: { periodId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), supplyFen, lineCount, balancesHash, previousHash, proofId },
  });
  return close as PeriodClose;
}
