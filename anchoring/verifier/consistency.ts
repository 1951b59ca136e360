import { equalBytes } from './bytes.ts';
import { areHashes, emptyRoot, hashChildren, hashSizeBytes } from './merkle.ts';

export interface ConsistencyProof {
  readonly firstSize: number;
  readonly firstRoot: Uint8Array;
  readonly secondSize: number;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isPowerOfTwo = (size: number): boolean => Number.isInteger(Math.log2(size)) && 2 ** Math.log2(size) === size;

/**
 * Whether the second tree has the first as its beginning (RFC 9162 section 2.1.4.2). The RFC leaves two cases open:
 * the empty tree is the beginning of every tree, and a tree of itself, both with an empty proof.
 */
export function verifyConsistency({ firstSize, firstRoot, secondSize, secondRoot, proof }: ConsistencyProof): boolean {
  if (!Number.isSafeInteger(firstSize) || !Number.isSafeInteger(secondSize)) return false;
  if (firstSize < 0 || secondSize < firstSize) return false;
  if (firstRoot.length !== hashSizeBytes || secondRoot.length !== hashSizeBytes || !areHashes(proof)) return false;
  if (firstSize === 0 && !equalBytes(firstRoot, emptyRoot)) return false;
  if (firstSize === secondSize) return proof.length === 0 && equalBytes(firstRoot, secondRoot);
  if (firstSize === 0) return proof.length === 0;
  if (proof.length === 0) return false;

  const path = isPowerOfTwo(firstSize) ? [firstRoot, ...proof] : proof;
  let first = firstSize - 1;
  let second = secondSize - 1;
  while (first % 2 === 1) {
    first = Math.floor(first / 2);
    second = Math.floor(second / 2);
  }
  const [start, ...rest] = path as [Uint8Array, ...Uint8Array[]];
  let firstHash = start;
  let secondHash = start;
  for (const hash of rest) {
    if (second === 0) return false;
    if (first % 2 === 1 || first === second) {
      firstHash = hashChildren(hash, firstHash);
      secondHash = hashChildren(hash, secondHash);
      while (first % 2 === 0 && first !== 0) {
        first /= 2;
        second = Math.floor(second / 2);
      }
    } else {
      secondHash = hashChildren(secondHash, hash);
    }
    first = Math.floor(first / 2);
    second = Math.floor(second / 2);
  }
  return second === 0 && equalBytes(firstHash, firstRoot) && equalBytes(secondHash, secondRoot);
}
