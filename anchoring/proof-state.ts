import type { Tx } from '@gbc/prisma';

/** How far an event's proof has come: committed, in the log, co-signed by a quorum of witnesses, on the chain. */
export type ProofState = 'recorded' | 'logged' | 'witnessed' | 'anchored';

export interface EventProof {
  readonly state: ProofState;
  readonly leafIndex: number | null;
}

/** The proof state of each event named; an event that isn't known is `recorded`. */
export async function readProofStates(read: Tx['query'], eventIds: readonly string[]): Promise<ReadonlyMap<string, EventProof>> {
  const { rows } = await read<{ id: string; leaf_index: bigint; is_anchored: boolean }>(
    `select event_id as id, leaf_index,
            leaf_index < coalesce((select max(tree_size) from log_anchor where state = 'anchored'), 0) as is_anchored
     from log_leaf where event_id = any($1::uuid[])`,
    [eventIds],
  );
  const found = new Map(rows.map((row) => [row.id, { state: row.is_anchored ? 'anchored' : 'logged', leafIndex: Number(row.leaf_index) } as const]));
  return new Map(eventIds.map((id) => [id, found.get(id) ?? { state: 'recorded', leafIndex: null }]));
}
