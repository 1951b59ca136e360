import type { Tx } from '@gbc/prisma';

/**
 * Gives the next `limit` committed events, as their ids ascend, their places in the log after all that have one; among
 * them in the order (time, id). One statement, so leaf and pending row change together. The caller holds the log's lock; without
 * it two sequencers would collide on the leaf index and one would fail.
 *
 * Pending rows come and go, so what the planner knows of how many there are is always wrong: each step is written so that it
 * has one good plan for any number. A row of theirs is never updated, so its place in the table (ctid) names it.
 * @returns how many were placed
 */
export async function sequenceEvents(query: Tx['query'], limit: number): Promise<number> {
  const { rowCount } = await query(
    `with pending as materialized (select event_id, ctid as place from event_pending order by event_id limit $1),
     next as materialized (
       select event.id, event.at, sha256(event.salt || convert_to(event.body, 'UTF8')) as commitment
       from pending cross join lateral (select id, at, salt, body from event where event.id = pending.event_id offset 0) as event),
     taken as (delete from event_pending where ctid = any(array(select place from pending)))
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
