import { emptyRoot, hashChildren } from '@gbc/anchoring-verifier';
import { AnchoringError } from '../anchoring-error.ts';
import type { TileCache } from './tile-cache.ts';
import { tileWidth, widthAt } from './tile.ts';

const tileHeight = 8;

/** Computes proofs for one published tree out of its tiles (RFC 9162 sections 2.1.3.1 and 2.1.4.1). */
export interface Prover {
  /** The root that the tree had at `treeSize`. */
  root(treeSize: number): Promise<Uint8Array>;
  leafHash(leafIndex: number): Promise<Uint8Array>;
  /** From the leaf's sibling up. */
  inclusion(leafIndex: number, treeSize: number): Promise<Uint8Array[]>;
  consistency(firstSize: number, secondSize: number): Promise<Uint8Array[]>;
}

/** Leaves from `start` up to, but without, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * A prover for every size up to `publishedSize`. Its methods throw AnchoringError `log.outOfRange` for an index or size that
 * this tree doesn't have. A proof's tiles are read side by side, each at most once while it stays in the cache.
 */
export function createProver(tiles: TileCache, publishedSize: number): Prover {
  /** Root of the perfect subtree of 2^height leaves at `position` in its row. */
  async function node(height: number, position: number): Promise<Uint8Array> {
    const heightInTile = height % tileHeight;
    const rowWidth = tileWidth / 2 ** heightInTile;
    const level = (height - heightInTile) / tileHeight;
    const index = Math.floor(position / rowWidth);
    const nodes = await tiles.nodes({ level, index, width: widthAt(publishedSize, level, index) });
    return nodes.at(heightInTile, position % rowWidth);
  }

  /** MTH(D[start:end]); `start` is a multiple of the power of two at or above the length. */
  async function subtree({ start, end }: Range): Promise<Uint8Array> {
    const length = end - start;
    const height = Math.log2(length);
    if (Number.isInteger(height)) return node(height, start / length);
    const split = start + largestPowerBelow(length);
    const [left, right] = await Promise.all([subtree({ start, end: split }), subtree({ start: split, end })]);
    return hashChildren(left, right);
  }

  const subtrees = (ranges: readonly Range[]): Promise<Uint8Array[]> => Promise.all(ranges.map(subtree));

  return {
    async root(treeSize) {
      requireRange(treeSize, 0, publishedSize, 'tree size');
      return treeSize === 0 ? emptyRoot : subtree({ start: 0, end: treeSize });
    },
    async leafHash(leafIndex) {
      requireRange(leafIndex, 0, publishedSize - 1, 'leaf index');
      return node(0, leafIndex);
    },
    async inclusion(leafIndex, treeSize) {
      requireRange(treeSize, 1, publishedSize, 'tree size');
      requireRange(leafIndex, 0, treeSize - 1, 'leaf index');
      return subtrees(path(leafIndex, { start: 0, end: treeSize }));
    },
    async consistency(firstSize, secondSize) {
      requireRange(secondSize, 0, publishedSize, 'tree size');
      requireRange(firstSize, 0, secondSize, 'first tree size');
      return firstSize === 0 || firstSize === secondSize ? [] : subtrees(subproof(firstSize, { start: 0, end: secondSize }, true));
    },
  };
}

/** What stands beside a leaf's way to the root, from its sibling up (PATH of RFC 9162). */
function path(leaf: number, { start, end }: Range): Range[] {
  if (end - start === 1) return [];
  const split = start + largestPowerBelow(end - start);
  const [left, right] = [{ start, end: split }, { start: split, end }];
  return leaf < split ? [...path(leaf, left), right] : [...path(leaf, right), left];
}

/** SUBPROOF of RFC 9162. `whole`: the first tree is exactly this subtree so far, so its root is known to the reader. */
function subproof(size: number, { start, end }: Range, whole: boolean): Range[] {
  if (size === end) return whole ? [] : [{ start, end }];
  const split = start + largestPowerBelow(end - start);
  const [left, right] = [{ start, end: split }, { start: split, end }];
  return size <= split ? [...subproof(size, left, whole), right] : [...subproof(size, right, false), left];
}

/** The largest power of two below a length above 1; Math.log2 is exact enough, since tree sizes stay below 2^48. */
function largestPowerBelow(length: number): number {
  return 2 ** Math.floor(Math.log2(length - 1));
}

function requireRange(value: number, least: number, most: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new AnchoringError('log.outOfRange', `${name} ${value} is not within ${least} and ${most}`, { value, least, most });
}
