import { invalid } from './message-invalid.ts';

const offset = '+08:00';

/** The day of a moment in China, ISO 8601. */
export function chinaDay(at: Date): string {
  return at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

/** A calendar day, ISO 8601; `where` names the field. @throws BankError `bank.messageInvalid` */
export function dayOf(text: string, where: string): string {
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) throw invalid('unreadable', where);
  return day;
}

/** When a day begins in China. */
export const dayBegins = (day: string): number => Date.parse(`${day}T00:00:00${offset}`);

/** The last moment of a day in China. */
export const dayEnds = (day: string): number => Date.parse(`${day}T23:59:59.999${offset}`);

/** A moment of ISO 20022: without an offset it is China's time. @throws BankError `bank.messageInvalid` */
export function momentOf(text: string, where: string): number {
  const ms = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}${offset}`);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(ms)) throw invalid('unreadable', where);
  return ms;
}
