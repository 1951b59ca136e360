import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes of a SHA-256 hash. */
export const hashSizeBytes = 32;

/** The root of the empty tree, SHA-256 of nothing (RFC 6962 section 2.1). */
export const emptyRoot: Uint8Array = sha256(new Uint8Array());

/** Hash of a leaf: SHA-256(0x00 || entry). */
export function hashLeaf(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

/** Hash of an inner node: SHA-256(0x01 || left || right). */
export function hashChildren(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * hashSizeBytes);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hashSizeBytes);
  return sha256(input);
}

/** Whether every hash is 32 bytes long; a proof with any other is refused before it is hashed. */
export const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === hashSizeBytes);
