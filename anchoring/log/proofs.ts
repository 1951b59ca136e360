import { emptyRoot, hashChildren } from '@gbc/anchoring-verifier';
import { AnchoringError } from '../anchoring-error.ts';
import type { TileStore } from './tile-store.ts';
import { tileWidth, widthAt } from './tile.ts';
import { foldPerfect, splitHashes } from './tree.ts';

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

/**
 * A prover for every size up to `publishedSize`; it keeps the tiles it has read, so make one for each request. Its
 * methods throw AnchoringError `log.outOfRange` for an index or size that this tree doesn't have.
 */
export function createProver(store: TileStore, publishedSize: number): Prover {
  const tiles = new Map<string, Promise<Uint8Array[]>>();

  function tile(level: number, index: number): Promise<Uint8Array[]> {
    const key = `${level}/${index}`;
    let hashes = tiles.get(key);
    if (!hashes) tiles.set(key, (hashes = readTile(level, index)));
    return hashes;
  }

  async function readTile(level: number, index: number): Promise<Uint8Array[]> {
    const id = { level, index, width: widthAt(publishedSize, level, index) };
    const bytes = await store.read(id);
    if (!bytes) throw new Error(`tile ${level}/${index} of width ${id.width} is missing`);
    return splitHashes(bytes);
  }

  /** Root of the perfect subtree of 2^height leaves at `position` in its row. */
  async function node(height: number, position: number): Promise<Uint8Array> {
    const width = 2 ** (height % tileHeight);
    const first = position * width;
    const hashes = await tile(Math.floor(height / tileHeight), Math.floor(first / tileWidth));
    return foldPerfect(hashes.slice(first % tileWidth, (first % tileWidth) + width));
  }

  /** MTH(D[start:end]); `start` is a multiple of the power of two at or above the length. */
  async function subtree(start: number, end: number): Promise<Uint8Array> {
    const length = end - start;
    const height = Math.log2(length);
    if (Number.isInteger(height)) return node(height, start / length);
    const split = start + largestPowerBelow(length);
    return hashChildren(await subtree(start, split), await subtree(split, end));
  }

  async function path(leaf: number, start: number, end: number): Promise<Uint8Array[]> {
    if (end - start === 1) return [];
    const split = start + largestPowerBelow(end - start);
    return leaf < split
      ? [...(await path(leaf, start, split)), await subtree(split, end)]
      : [...(await path(leaf, split, end)), await subtree(start, split)];
  }

  /** `whole`: the first tree is exactly this subtree so far, so its root is known to the reader. */
  async function subproof(size: number, start: number, end: number, whole: boolean): Promise<Uint8Array[]> {
    if (size === end) return whole ? [] : [await subtree(start, end)];
    const split = start + largestPowerBelow(end - start);
    return size <= split
      ? [...(await subproof(size, start, split, whole)), await subtree(split, end)]
      : [...(await subproof(size, split, end, false)), await subtree(start, split)];
  }

  return {
    async root(treeSize) {
      requireRange(treeSize, 0, publishedSize, 'tree size');
      return treeSize === 0 ? emptyRoot : subtree(0, treeSize);
    },
    async leafHash(leafIndex) {
      requireRange(leafIndex, 0, publishedSize - 1, 'leaf index');
      return node(0, leafIndex);
    },
    async inclusion(leafIndex, treeSize) {
      requireRange(treeSize, 1, publishedSize, 'tree size');
      requireRange(leafIndex, 0, treeSize - 1, 'leaf index');
      return path(leafIndex, 0, treeSize);
    },
    async consistency(firstSize, secondSize) {
      requireRange(secondSize, 0, publishedSize, 'tree size');
      requireRange(firstSize, 0, secondSize, 'first tree size');
      return firstSize === 0 || firstSize === secondSize ? [] : subproof(firstSize, 0, secondSize, true);
    },
  };
}

/** The largest power of two below a length above 1; Math.log2 is exact enough, since tree sizes stay below 2^48. */
function largestPowerBelow(length: number): number {
  return 2 ** Math.floor(Math.log2(length - 1));
}

function requireRange(value: number, least: number, most: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new AnchoringError('log.outOfRange', `${name} ${value} is not within ${least} and ${most}`, { value, least, most });
}
