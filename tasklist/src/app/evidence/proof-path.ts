/** One step of an inclusion proof: the hash so far, and the sibling that it is joined with. */
export interface ProofStep {
  /** base64 */
  readonly hash: string;
  /** base64; null at the root, which has none. */
  readonly sibling: string | null;
  /** Where the sibling stands. */
  readonly side: 'left' | 'right';
}

/** What of a receipt the path is made of. */
export interface ProvenLeaf {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: string;
  readonly inclusionProof: readonly string[];
}

/**
 * The way from a leaf up to the root, as RFC 9162 section 2.1.3.2 walks it; `join` hashes two children, all in base64. What it
 * shows is a picture of the proof and no check: that is the verifier's.
 */
export function pathOf({ leafIndex, treeSize, leafHash, inclusionProof }: ProvenLeaf, join: (left: string, right: string) => string): ProofStep[] {
  let node = leafIndex;
  let last = treeSize - 1;
  let hash = leafHash;
  const steps: ProofStep[] = [];
  for (const sibling of inclusionProof) {
    const side = node % 2 === 1 || node === last ? 'left' : 'right';
    steps.push({ hash, sibling, side });
    hash = side === 'left' ? join(sibling, hash) : join(hash, sibling);
    if (side === 'left') {
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return [...steps, { hash, sibling: null, side: 'right' }];
}
