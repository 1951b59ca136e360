import { parseCheckpoint, type Checkpoint } from '@gbc/anchoring-verifier';
import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { recordCheckpoint } from './checkpoint-rows.ts';
import type { LogKey } from './log-key.ts';
import type { TileStore } from './tile-store.ts';
import { appendLeaves, rootOf, type TreeEdge } from './tree.ts';

export interface Published {
  readonly edge: TreeEdge;
  readonly checkpoint: Checkpoint;
  readonly text: string;
}

/**
 * Publishes a tree grown by these leaves: tiles durable first, then the checkpoint, then its row. A kill in between
 * leaves tiles that nothing points to yet, and the next start writes the very same ones again.
 */
export async function publish(
  parts: { readonly query: Tx['query']; readonly env: Environment; readonly store: TileStore; readonly key: LogKey },
  edge: TreeEdge,
  commitments: readonly Uint8Array[],
): Promise<Published> {
  const { query, env, store, key } = parts;
  const growth = appendLeaves(edge, commitments);
  await store.writeTiles(growth.files);
  const head = { origin: key.verifierKey.name, treeSize: growth.edge.size, rootHash: rootOf(growth.edge) };
  const text = key.signCheckpoint(head);
  await store.writeCheckpoint(text);
  await recordCheckpoint(query, { ...head, note: text }, env.now());
  await Promise.all(growth.filled.map((tile) => store.dropPartials(tile)));
  return { edge: growth.edge, checkpoint: parseCheckpoint(text), text };
}
