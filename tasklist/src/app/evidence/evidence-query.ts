/** What somebody may look up on the evidence page, by the shape of what they entered. */
export interface EvidenceQuery {
  readonly event?: string;
  readonly application?: string;
  readonly day?: string;
  readonly hash?: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** SHA-256 in hex, or a CID (base32, version 1). */
const hash = /^(?:0x)?[0-9a-f]{64}$|^b[a-z2-7]{50,70}$/i;

/** An id of an event (or an application: both are UUIDs), a day, a hash; anything else is an application's id. undefined where nothing was entered. */
export function readEvidenceQuery(entered: string): EvidenceQuery | undefined {
  const text = entered.trim();
  if (text === '') return undefined;
  if (uuid.test(text)) return { event: text };
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  if (year && month && day) return { day: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
  if (hash.test(text)) return { hash: text.replace(/^0x/i, '').toLowerCase() };
  return { application: text };
}
