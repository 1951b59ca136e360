import { equalBytes } from './bytes.ts';
import { areHashes, hashChildren, hashSizeBytes } from './merkle.ts';

/** A leaf, and the hashes that lead from it to a root. */
export interface InclusionPath {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Uint8Array[];
}

export interface InclusionProof extends InclusionPath {
  readonly rootHash: Uint8Array;
}

/** Whether the leaf stands at its index in the tree with this size and root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion({ rootHash, ...path }: InclusionProof): boolean {
  const root = rootOfPath(path);
  return root !== undefined && equalBytes(root, rootHash);
}

/** The root that a path leads to; undefined where it is no path of a leaf in a tree of this size. */
export function rootOfPath({ leafIndex, treeSize, leafHash, proof }: InclusionPath): Uint8Array | undefined {
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(treeSize)) return undefined;
  if (leafIndex < 0 || leafIndex >= treeSize || leafHash.length !== hashSizeBytes || !areHashes(proof)) return undefined;
  let node = leafIndex;
  let last = treeSize - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = hashChildren(sibling, hash);
      // A node on the ragged right edge has no sibling until it is a right child.
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = hashChildren(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
}
