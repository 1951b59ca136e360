/** What somebody may look up on the evidence page, by the shape of what they entered. */
export interface EvidenceQuery {
  readonly event?: string;
  readonly application?: string;
  readonly day?: string;
  readonly hash?: string;
  /** A moment, ISO 8601 in UTC: everything as it was then. */
  readonly at?: string;
  /** Leaves of the log: everything as it was under so many. */
  readonly size?: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** SHA-256 in hex, or a CID (base32, version 1). */
const hash = /^(?:0x)?[0-9a-f]{64}$|^b[a-z2-7]{50,70}$/i;
/** A day as Chinese and other office workers write it, with a time of the day or without. */
const moment = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?$/;

/**
 * An id of an event (or an application: both are UUIDs), a day, a moment in China's time, a size of the log, a hash; anything else is
 * an application's id. undefined where nothing was entered.
 */
export function readEvidenceQuery(entered: string): EvidenceQuery | undefined {
  const text = entered.trim();
  if (text === '') return undefined;
  if (uuid.test(text)) return { event: text };
  const [, year, month, day, hour, minute, second = '00'] = moment.exec(text) ?? [];
  if (year && month && day) {
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const time = hour && minute ? Date.parse(`${date}T${hour.padStart(2, '0')}:${minute}:${second}+08:00`) : Number.NaN;
    return Number.isNaN(time) ? { day: date } : { at: new Date(time).toISOString() };
  }
  if (/^\d{1,15}$/.test(text)) return { size: Number(text) };
  if (hash.test(text)) return { hash: text.replace(/^0x/i, '').toLowerCase() };
  return { application: text };
}
