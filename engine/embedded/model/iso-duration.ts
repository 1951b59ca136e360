/** An ISO 8601 duration. Years and months depend on the calendar, the rest is exact. */
export interface IsoDuration {
  readonly months: number;
  readonly milliseconds: number;
}

const pattern = /^([+-])?P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?$/;
const secondMs = 1000;
const dayMs = 86_400 * secondMs;

/** `P1Y2M3W4DT5H6M7.8S`; undefined where the text is no duration. */
export function parseIsoDuration(text: string): IsoDuration | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2, 9).map((part) => Number(part ?? 0));
  const fractionMs = Math.floor(Number(`0.${match[9] ?? '0'}`) * secondMs);
  const sign = match[1] === '-' ? -1 : 1;
  return {
    months: sign * (12 * years + months),
    milliseconds: sign * ((7 * weeks + days) * dayMs + (3600 * hours + 60 * minutes + seconds) * secondMs + fractionMs),
  };
}

/** `from` plus the duration, months counted in UTC; the 31st becomes the last day of a shorter month. */
export function addDuration(from: Date, duration: IsoDuration): Date {
  const moved = new Date(from);
  if (duration.months !== 0) {
    const day = moved.getUTCDate();
    moved.setUTCDate(1);
    moved.setUTCMonth(moved.getUTCMonth() + duration.months);
    const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
    moved.setUTCDate(Math.min(day, lastDay));
  }
  return new Date(moved.getTime() + duration.milliseconds);
}
