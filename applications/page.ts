/** A page of a list: rows sort by time and id, newest first, and a cursor is the last row's place. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

interface Place {
  readonly at: Date;
  readonly id: string;
}

/** The place a cursor names; before everything where there is none. A cursor that isn't ours begins at the top. */
export function placeOf(cursor: string | undefined): Place {
  const [time, id] = Buffer.from(cursor ?? '', 'base64url').toString().split('|');
  const at = new Date(time ?? '');
  return Number.isNaN(at.getTime()) || id === undefined ? { at: new Date('9999-12-31'), id: '\uffff' } : { at, id };
}

/** Cuts a list that was read with one row more than asked for, and says where the next page begins. */
export function pageOf<Row>(rows: readonly Row[], limit: number, place: (row: Row) => Place): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, nextCursor: null };
  const { at, id } = place(last);
  return { items, nextCursor: Buffer.from(`${at.toISOString()}|${id}`).toString('base64url') };
}
