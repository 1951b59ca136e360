import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appendLeaves, emptyEdge, rootOf, type TreeEdge } from '../../anchoring/log/tree.ts';

const batchSize = 65_536;

/** 32 bytes that no other leaf has; what they commit to is nothing to a proof. */
function commitmentOf(leafIndex: number): Uint8Array {
  const commitment = new Uint8Array(32);
  new DataView(commitment.buffer).setBigUint64(0, BigInt(leafIndex));
  return commitment;
}

/**
 * Writes the tiles of a tree of made-up leaves as the log would, save that nothing waits for the disk and that entry bundles,
 * of which no proof reads any, are left out. @returns its root
 */
export function writeLargeTree(folder: string, size: number): Uint8Array {
  let edge: TreeEdge = emptyEdge;
  const folders = new Set<string>();
  while (edge.size < size) {
    const first = edge.size;
    const commitments = Array.from({ length: Math.min(batchSize, size - first) }, (_, place) => commitmentOf(first + place));
    const growth = appendLeaves(edge, commitments);
    for (const { path, bytes } of growth.files) {
      if (path.startsWith('tile/entries/')) continue;
      const target = join(folder, path);
      const parent = dirname(target);
      if (!folders.has(parent)) mkdirSync(parent, { recursive: true });
      folders.add(parent);
      writeFileSync(target, bytes);
    }
    edge = growth.edge;
  }
  return rootOf(edge);
}
