import { emptyRoot, hashChildren } from '@gbc/anchoring-verifier';

/**
 * RFC 9162's definitions of root and proofs word for word, over leaf hashes held in memory: slow, plain, and with no
 * code in common with the proofs from tiles, so that each can judge the other.
 */
export class ReferenceTree {
  readonly #leaves: readonly Uint8Array[];

  constructor(leafHashes: readonly Uint8Array[]) {
    this.#leaves = leafHashes;
  }

  leaf(index: number): Uint8Array {
    return this.#leaves[index] as Uint8Array;
  }

  root(size: number): Uint8Array {
    return treeHash(this.#leaves.slice(0, size));
  }

  inclusion(leafIndex: number, size: number): Uint8Array[] {
    return path(leafIndex, this.#leaves.slice(0, size));
  }

  consistency(firstSize: number, secondSize: number): Uint8Array[] {
    return firstSize === 0 ? [] : subproof(firstSize, this.#leaves.slice(0, secondSize), true);
  }

  /** Hashes in the consistency proof between two sizes. */
  static consistencyLength(firstSize: number, secondSize: number): number {
    return shape(firstSize, secondSize, true).length;
  }

  /** The roots that a made-up consistency proof of the right length would prove. */
  static rootsOf(firstSize: number, secondSize: number, proof: readonly Uint8Array[]): { firstRoot: Uint8Array; secondRoot: Uint8Array } {
    const steps = shape(firstSize, secondSize, true);
    const [start, ...rest] = proof as [Uint8Array, ...Uint8Array[]];
    let firstRoot = start;
    let secondRoot = start;
    for (const [position, hash] of rest.entries()) {
      if (steps[position + 1] === 'left') firstRoot = hashChildren(hash, firstRoot);
      secondRoot = steps[position + 1] === 'left' ? hashChildren(hash, secondRoot) : hashChildren(secondRoot, hash);
    }
    return { firstRoot, secondRoot };
  }
}

/** Largest power of two smaller than n. */
function split(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const k = split(leaves.length);
  return hashChildren(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

function path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k ? [...path(m, leaves.slice(0, k)), treeHash(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
}

function subproof(m: number, leaves: readonly Uint8Array[], complete: boolean): Uint8Array[] {
  if (m === leaves.length) return complete ? [] : [treeHash(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), complete), treeHash(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))];
}

/** Where each hash of a consistency proof stands: the node both trees share, then subtrees left or right of it. */
function shape(m: number, n: number, complete: boolean): ('shared' | 'left' | 'right')[] {
  if (m === n) return complete ? [] : ['shared'];
  const k = split(n);
  return m <= k ? [...shape(m, k, complete), 'right'] : [...shape(m - k, n - k, false), 'left'];
}
