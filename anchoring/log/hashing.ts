import { hash } from 'node:crypto';
import { hashSizeBytes } from '@gbc/anchoring-verifier';

// The verifier's hashes of many at once, by OpenSSL and with one buffer for all: half the time of hashing each alone. The
// verifier's own are the definition, and a test holds these to it.

/** The leaf hash of each commitment: SHA-256(0x00 || 0x01 || commitment), the entry of version 1 behind a leaf's prefix. */
export function hashCommitments(commitments: readonly Uint8Array[]): Uint8Array[] {
  const input = new Uint8Array(2 + hashSizeBytes);
  input[1] = 1;
  const leaves = new Uint8Array(commitments.length * hashSizeBytes);
  commitments.forEach((commitment, place) => {
    if (commitment.length !== hashSizeBytes) throw new RangeError(`a commitment has 32 bytes, not ${commitment.length}`);
    input.set(commitment, 2);
    leaves.set(hash('sha256', input, 'buffer'), place * hashSizeBytes);
  });
  return splitHashes(leaves);
}

/** The row of nodes above a row of hashes, SHA-256(0x01 || left || right) each; an odd one at the end has none. */
export function hashPairs(below: Uint8Array): Uint8Array {
  const pairSizeBytes = 2 * hashSizeBytes;
  const input = new Uint8Array(1 + pairSizeBytes);
  input[0] = 1;
  const row = new Uint8Array(Math.floor(below.length / pairSizeBytes) * hashSizeBytes);
  for (let offset = 0; offset < row.length; offset += hashSizeBytes) {
    input.set(below.subarray(2 * offset, 2 * offset + pairSizeBytes), 1);
    row.set(hash('sha256', input, 'buffer'), offset);
  }
  return row;
}

/** A row's bytes as hashes. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / hashSizeBytes }, (_, position) => bytes.subarray(position * hashSizeBytes, (position + 1) * hashSizeBytes));
}
