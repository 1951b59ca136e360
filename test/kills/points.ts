/**
 * Names for the places where a process can be killed: a moment is a place between two writes, and has a name for each thing that
 * is about to be, or has just been, written there.
 */

/** When, around a write, a moment is: nothing of it done, handed over but not answered, answered. */
export type When = 'before' | 'sent' | 'after';

const written = /\b(insert\s+into|delete\s+from)\s+"?(\w+)"?|\b(update)\s+"?(\w+)"?\s+(?:as\s+\w+\s+)?set\b/gi;

/** Whether a moment is one of the database's, where a kill of Postgres alone cuts the same write. */
export const isOfDatabase = (name: string): boolean => name.startsWith('commit of ') || name.includes(' | ');

/** The tables that a statement writes, each with what is done to it: `insert decision`. Empty for one that only reads. */
export function writesOf(sql: string): string[] {
  const found = [...sql.matchAll(written)].map(([, verb, table, update, updated]) => (update ? `update ${updated}` : `${verb?.split(/\s/)[0]} ${table}`));
  return [...new Set(found.map((it) => it.toLowerCase()))];
}

/** The text of a value, where it is one. */
const textAt = (values: readonly unknown[] | undefined, index: number): string => (typeof values?.[index] === 'string' ? values[index] : '');
const textsAt = (values: readonly unknown[] | undefined, index: number): string[] => (Array.isArray(values?.[index]) ? (values[index] as unknown[]).map(String) : []);

/**
 * What the values of a statement tell beyond its tables: the kinds of the events, the commands that the engine was given, which call of the API
 * is kept with its key, what is decided and what the engine is to be told.
 */
export function detailsOf(sql: string, values: readonly unknown[] | undefined): string[] {
  const found: string[] = [];
  if (/insert into event \(/.test(sql)) found.push(...textsAt(values, 2).map((type) => `event ${type}`));
  if (/insert into engine_record/.test(sql)) found.push(...textsAt(values, 11).flatMap((text) => [...text.matchAll(/"command":"(\w+)"/g)].map(([, command]) => `engine ${command}`)));
  if (/insert into idempotency_key/.test(sql)) found.push(`call ${textAt(values, 2)}`);
  if (/insert into outbox/.test(sql)) found.push(`outbox ${textAt(values, 1)}`);
  if (/insert into decision \(/.test(sql)) found.push(`decision ${textAt(values, 3)} ${textAt(values, 4)}`);
  return [...new Set(found)];
}

/** A statement as one word: what it writes first stands for the rest of it. */
export const wordOf = (writes: readonly string[]): string => writes[0] ?? '';

/** A file of the data folder without what differs from one file of its kind to the next. */
export function fileKind(relativePath: string): string {
  return relativePath
    .replaceAll('\\', '/')
    .replace(/\.(?:\d+\.)?(?:new|tmp)$/, '')
    .replace(/^owners\/.*/, 'owners/*')
    .replace(/^(log\/public\/tile)\/entries\/.*/, '$1/entries')
    .replace(/^(log\/public\/tile)\/\d.*/, '$1')
    .replace(/^documents\/incoming\/.+/, 'documents/incoming')
    .replace(/^documents\/[^/]+\/.+/, 'documents/archive')
    .replace(/^documents\/[^/]{1,2}$/, 'documents/folder');
}

/** A request that changes something at the bank or on the chain; undefined for one that only asks. */
export function requestKind(url: string, method: string, body: unknown): string | undefined {
  if (method.toUpperCase() !== 'POST') return undefined;
  const call = typeof body === 'string' ? /"method":"(\w+)"/.exec(body)?.[1] : undefined;
  if (call !== undefined) return /send|setBalance/i.test(call) ? `chain ${call}` : undefined;
  const { pathname } = new URL(url);
  return `bank POST ${pathname.replace(/^\/payments\/.+\/outcome$/, '/payments/*/outcome')}`;
}
