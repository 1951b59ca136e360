import { LedgerError } from './ledger-error.ts';

/** A month or a year of the books, in Shanghai's time. */
export interface Period {
  /** `2026-11`, or `2026` for a year. */
  readonly periodId: string;
  readonly kind: 'month' | 'year';
  readonly startsAt: Date;
  /** The first moment that is no longer of it. */
  readonly endsAt: Date;
}

/** UTC+8 all year round: the last summer time was in 1991. */
const zoneOffsetMs = 8 * 60 * 60_000;
const shape = /^(?<year>(?:19|20|21)\d\d)(?:-(?<month>0[1-9]|1[0-2]))?$/;

const monthStart = (year: number, month: number) => new Date(Date.UTC(year, month - 1, 1) - zoneOffsetMs);
const idOf = (year: number, month: number) => `${year}-${String(month).padStart(2, '0')}`;

/** @throws LedgerError `ledger.periodMissing` for anything but `YYYY-MM` or `YYYY` from 1900 on */
export function parsePeriod(periodId: string): Period {
  const { year, month } = shape.exec(periodId)?.groups ?? {};
  if (year === undefined) throw new LedgerError('ledger.periodMissing', { periodId });
  if (month === undefined) return { periodId, kind: 'year', startsAt: monthStart(Number(year), 1), endsAt: monthStart(Number(year) + 1, 1) };
  return { periodId, kind: 'month', startsAt: monthStart(Number(year), Number(month)), endsAt: monthStart(Number(year), Number(month) + 1) };
}

/** The month that a moment is of. */
export function monthOf(at: Date): Period {
  const local = new Date(at.getTime() + zoneOffsetMs);
  return parsePeriod(idOf(local.getUTCFullYear(), local.getUTCMonth() + 1));
}

/** The year that a moment is of. */
export const yearOf = (at: Date): Period => parsePeriod(monthOf(at).periodId.slice(0, 4));

/** The period of the same kind just before. */
export function previousOf({ kind, startsAt }: Period): Period {
  const before = new Date(startsAt.getTime() - 1);
  return kind === 'month' ? monthOf(before) : yearOf(before);
}

/** The period of the same kind just after. */
export const nextOf = ({ kind, endsAt }: Period): Period => (kind === 'month' ? monthOf(endsAt) : yearOf(endsAt));
