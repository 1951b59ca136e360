import type { Tx } from '@gbc/prisma';

/**
 * Gives the next `limit` committed events their places in the log, in the order (time, id), after all that have one.
 * One statement, so leaf and pending row change together. The caller holds the log's lock; without it two sequencers
 * would collide on the leaf index and one would fail.
 * @returns how many were placed
 */
export async function sequenceEvents(query: Tx['query'], limit: number): Promise<number> {
  const { rowCount } = await query(
    `with next as (
       select event.id, event.at, sha256(event.salt || convert_to(event.body, 'UTF8')) as commitment
       from event_pending join event on event.id = event_pending.event_id
       order by event.at, event.id limit $1),
     taken as (delete from event_pending using next where event_pending.event_id = next.id)
     insert into log_leaf (leaf_index, event_id, commitment)
     select coalesce((select max(leaf_index) + 1 from log_leaf), 0) + row_number() over (order by at, id) - 1, id, commitment
     from next`,
    [limit],
  );
  return rowCount ?? 0;
}

/** Leaves that the database has. */
export async function countLeaves(query: Tx['query']): Promise<number> {
  const { rows } = await query<{ size: bigint }>('select coalesce(max(leaf_index) + 1, 0) as size from log_leaf');
  return Number(rows[0]?.size);
}

/**
 * Commitments of the leaves from `start` on, at most `limit`, in order.
 * @throws Error where a leaf is missing between two others
 */
export async function readCommitments(query: Tx['query'], start: number, limit: number): Promise<Uint8Array[]> {
  const { rows } = await query<{ leaf_index: bigint; commitment: Buffer }>(
    'select leaf_index, commitment from log_leaf where leaf_index >= $1 order by leaf_index limit $2',
    [start, limit],
  );
  return rows.map((row, position) => {
    if (Number(row.leaf_index) !== start + position) throw new Error(`leaf ${start + position} is missing in the database`);
    return new Uint8Array(row.commitment);
  });
}

/** When the event of the last leaf happened; undefined in an empty log. */
export async function readLastEventTime(query: Tx['query']): Promise<Date | undefined> {
  const { rows } = await query<{ at: Date }>(
    'select event.at from log_leaf join event on event.id = log_leaf.event_id order by leaf_index desc limit 1',
  );
  return rows[0]?.at;
}
