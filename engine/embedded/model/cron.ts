import { Cron } from 'croner';

/** The first time after `from`, in UTC, of a cron expression with seconds (`0 0 9 * * MON-FRI`) or a macro (`@daily`); undefined where there is none. */
export function cronTimeAfter(expression: string, from: Date): Date | undefined {
  try {
    return new Cron(expression, { mode: expression.startsWith('@') ? 'auto' : '6-part', timezone: 'UTC', domAndDow: true, sloppyRanges: true }).nextRun(from) ?? undefined;
  } catch {
    return undefined; // not cron
  }
}
