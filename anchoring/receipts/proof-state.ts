import type { Tx } from '@gbc/prisma';

/** How far the proof of an event has come. */
export interface ProofState {
  readonly eventId: string;
  /** recorded: committed; logged: under a published checkpoint; anchored: that checkpoint is on a chain. */
  readonly state: 'recorded' | 'logged' | 'anchored';
  readonly leafIndex: number | undefined;
  readonly blockNumber: number | undefined;
  /** ISO 8601 */
  readonly blockTime: string | undefined;
}

/** Proof states of these events, in the order given; unknown events are left out. */
export async function readProofStates(query: Tx['query'], eventIds: readonly string[]): Promise<ProofState[]> {
  const { rows } = await query<{ id: string; leaf_index: bigint | null; published: boolean; block_number: bigint | null; block_time: Date | null }>(
    `select event.id, leaf_index, leaf_index < (select max(tree_size) from log_checkpoint) as published, block_number, block_time
     from unnest($1::uuid[]) with ordinality as wanted (id, position)
     join event on event.id = wanted.id
     left join log_leaf on log_leaf.event_id = event.id
     left join lateral (
       select block_number, block_time from log_anchor
       where state = 'anchored' and tree_size > leaf_index order by tree_size limit 1) as anchor on true
     order by position`,
    [eventIds],
  );
  return rows.map((row) => ({
    eventId: row.id,
    state: row.block_number !== null ? 'anchored' : row.published ? 'logged' : 'recorded',
    leafIndex: row.leaf_index === null ? undefined : Number(row.leaf_index),
    blockNumber: row.block_number === null ? undefined : Number(row.block_number),
    blockTime: row.block_time?.toISOString(),
  }));
}
