import { emptyRoot, hashChildren, hashSizeBytes } from '@gbc/anchoring-verifier';
import { encodeBundle } from './bundle.ts';
import type { FileContent } from '../durable-files.ts';
import { hashCommitments, hashPairs } from './hashing.ts';
import { formatTilePath, tileWidth } from './tile.ts';

/**
 * The right edge of a tree: all that is needed to grow it and to know its root. A level's list holds the hashes of its last,
 * incomplete tile (0 to 255 of them).
 */
export interface TreeEdge {
  readonly size: number;
  readonly levels: readonly (readonly Uint8Array[])[];
  /** Commitments of the last, incomplete entry bundle. */
  readonly commitments: readonly Uint8Array[];
}

export const emptyEdge: TreeEdge = { size: 0, levels: [], commitments: [] };

export interface Growth {
  readonly edge: TreeEdge;
  /** Every tile and bundle that is new or wider, in no particular order. */
  readonly files: readonly FileContent[];
  /** Tiles that became full; their partial predecessors may go once the new checkpoint is out. */
  readonly filled: readonly { readonly level: number | 'entries'; readonly index: number }[];
}

/** Appends leaves to a tree. Pure: writes nothing and leaves `edge` as it is. */
export function appendLeaves(edge: TreeEdge, commitments: readonly Uint8Array[]): Growth {
  const files: FileContent[] = [];
  const filled: Growth['filled'][number][] = [];
  const emit = (level: number | 'entries', index: number, items: readonly Uint8Array[]): void => {
    const bytes = level === 'entries' ? encodeBundle(items) : Buffer.concat(items);
    files.push({ path: formatTilePath({ level, index, width: items.length }), bytes });
    if (items.length === tileWidth) filled.push({ level, index });
  };
  const size = edge.size + commitments.length;
  const levels: Uint8Array[][] = [];
  let added: Uint8Array[] = hashCommitments(commitments);
  for (let level = 0; added.length > 0 || level < edge.levels.length; level += 1) {
    const before = edge.levels[level] ?? [];
    const first = Math.floor(edge.size / tileWidth ** (level + 1));
    const [full, rest] = cut([...before, ...added]);
    full.forEach((hashes, position) => emit(level, first + position, hashes));
    if (rest.length > 0 && added.length > 0) emit(level, first + full.length, rest);
    levels.push(rest);
    added = full.map((hashes) => foldPerfect(hashes));
  }
  const [fullBundles, rest] = cut([...edge.commitments, ...commitments]);
  const firstBundle = Math.floor(edge.size / tileWidth);
  fullBundles.forEach((items, position) => emit('entries', firstBundle + position, items));
  if (rest.length > 0 && commitments.length > 0) emit('entries', firstBundle + fullBundles.length, rest);
  return { edge: { size, levels, commitments: rest }, files, filled };
}

/** Full tiles, and what is left over. */
function cut(items: readonly Uint8Array[]): [Uint8Array[][], Uint8Array[]] {
  const full: Uint8Array[][] = [];
  let start = 0;
  for (; start + tileWidth <= items.length; start += tileWidth) full.push(items.slice(start, start + tileWidth));
  return [full, items.slice(start)];
}

/** Root of a perfect subtree (1, 2, 4, ... 256 hashes). */
export function foldPerfect(hashes: readonly Uint8Array[]): Uint8Array {
  let row: Uint8Array = new Uint8Array(Buffer.concat(hashes));
  while (row.length > hashSizeBytes) row = hashPairs(row);
  return row;
}

/** The root hash: the perfect subtrees of the edge, folded from the smallest on the right to the largest. */
export function rootOf(edge: TreeEdge): Uint8Array {
  let root: Uint8Array | undefined;
  for (const hashes of edge.levels) {
    let end = hashes.length;
    for (let width = 1; end > 0; width *= 2) {
      if (end % (2 * width) === 0) continue;
      const subtree = foldPerfect(hashes.slice(end - width, end));
      root = root ? hashChildren(subtree, root) : subtree;
      end -= width;
    }
  }
  return root ?? emptyRoot;
}
