import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appendLeaves, emptyEdge, rootOf, type TreeEdge } from '../../anchoring/log/tree.ts';

const batchSize = 65_536;

/**
 * Writes the tiles of a tree of made-up leaves as the log would, save that nothing waits for the disk and that entry bundles,
 * of which no proof reads any, are left out. @returns its root
 */
export function writeLargeTree(folder: string, size: number): Uint8Array {
  let edge: TreeEdge = emptyEdge;
  const folders = new Set<string>();
  while (edge.size < size) {
    const first = edge.size;
    const commitments = Array.from({ length: Math.min(batchSize, size - first) }, (_, place) => createHash('sha256').update(String(first + place)).digest());
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
