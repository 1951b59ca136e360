import { equalBytes } from './bytes.ts';
import { areHashes, hashChildren, hashSizeBytes } from './merkle.ts';

export interface InclusionProof {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Uint8Array[];
  readonly rootHash: Uint8Array;
}

/** Whether the leaf stands at its index in the tree with this size and root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion({ leafIndex, treeSize, leafHash, proof, rootHash }: InclusionProof): boolean {
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(treeSize)) return false;
  if (leafIndex < 0 || leafIndex >= treeSize || leafHash.length !== hashSizeBytes || !areHashes(proof)) return false;
  let node = leafIndex;
  let last = treeSize - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
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
  return last === 0 && equalBytes(hash, rootHash);
}
