import type { Tx } from '@gbc/prisma';
import { closeColumns, type PeriodClose } from './period-close.ts';
import { monthOf, nextOf, yearOf, type Period } from './period.ts';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

/**
 * - `running`: its end is yet to come
 * - `open`: over and not closed
 * - `closed`: by one person; a second one must confirm it
 * - `confirmed`: for good
 */
export type PeriodState = 'running' | 'open' | 'closed' | 'confirmed';

/** A period with what is known of it. */
export interface PeriodStanding extends Period {
  readonly state: PeriodState;
  /** It is over, and all that must be confirmed before it is. */
  readonly isNext: boolean;
  readonly close: PeriodClose | null;
  /** Of custody: what the supply opened with, what was minted and burned; null while it is open. */
  readonly openingFen: bigint | null;
  readonly mintedFen: bigint | null;
  readonly burnedFen: bigint | null;
}

/** The month of the ledger's first account: the first that can be closed; undefined for an empty ledger. */
export async function readFirstMonth(read: Tx['query']): Promise<Period | undefined> {
  const { rows } = await read<{ at: Date | null }>('select min(opened_at) at from account');
  return rows[0]?.at ? monthOf(rows[0].at) : undefined;
}

/** The months of a year from the ledger's first on. */
export function monthsOf({ startsAt, endsAt }: Period, first: Period): readonly Period[] {
  const months: Period[] = [];
  for (let month = first.startsAt > startsAt ? first : monthOf(startsAt); month.startsAt < endsAt; month = nextOf(month)) months.push(month);
  return months;
}

type CloseRow = PeriodClose & { readonly openingFen: bigint | null; readonly mintedFen: bigint | null; readonly burnedFen: bigint | null };

/** All months and years from the ledger's first to those of `now`, newest first, a year after its months. */
export async function readPeriods(read: Tx['query'], now: Date): Promise<readonly PeriodStanding[]> {
  const first = await readFirstMonth(read);
  if (!first) return [];
  const { rows } = await read<CloseRow>(
    `select ${closeColumns}, opening_fen "openingFen", debits_fen "mintedFen", credits_fen "burnedFen" from period_close left join lateral (
       select opening_fen, debits_fen, credits_fen from period_line where period_line.period_id = period_close.period_id and subject = 'account' and period_line.kind = 'custody') custody on true`,
  );
  const closes = new Map(rows.map((row) => [row.periodId, row]));
  const months: Period[] = [];
  for (let month = first; month.startsAt <= now; month = nextOf(month)) months.push(month);
  const years = [...new Map(months.map(({ startsAt }) => yearOf(startsAt)).map((year) => [year.periodId, year])).values()];
  const isConfirmed = (period: Period | undefined) => period === undefined || closes.get(period.periodId)?.confirmedAt != null;
  const standingOf = (period: Period, needed: readonly (Period | undefined)[]): PeriodStanding => {
    const row = closes.get(period.periodId);
    const { openingFen = null, mintedFen = null, burnedFen = null, ...close } = row ?? {};
    const state = row ? (row.confirmedAt ? 'confirmed' : 'closed') : period.endsAt <= now ? 'open' : 'running';
    return { ...period, state, isNext: state === 'open' && needed.every(isConfirmed), close: row ? (close as PeriodClose) : null, openingFen, mintedFen, burnedFen };
  };
  const ofMonths = months.map((month, index) => standingOf(month, [months[index - 1]]));
  const ofYears = years.map((year, index) => standingOf(year, [years[index - 1], monthsOf(year, first).at(-1)]));
  return [...ofMonths, ...ofYears].sort((a, b) => b.endsAt.getTime() - a.endsAt.getTime() || (a.kind === b.kind ? 0 : a.kind === 'month' ? -1 : 1));
}

/** Transfers that were held at the end of a moment, neither posted nor released, the oldest first. Looks through all of the ledger. */
export async function readPendingAt(read: Tx['query'], at: Date, limit: number): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `select ${transferColumns} from transfer where created_at <= $1 and (settled_at is null or settled_at > $1) order by created_at, id limit $2`,
    [at, limit],
  );
  return rows.map(toTransfer);
}
