import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { hashSizeBytes } from './merkle.ts';

/** Bytes of a log entry of version 1. */
export const entrySizeBytes = 1 + hashSizeBytes;

/** What a leaf says of its event without showing it: SHA-256(salt || RFC 8785 text of the event in UTF-8). */
export function commitToEvent(salt: Uint8Array, event: string): Uint8Array {
  return sha256(concatBytes(salt, utf8(event)));
}

/**
 * The entry of a leaf: version 0x01, then the commitment.
 * @throws MalformedError where the commitment is not 32 bytes
 */
export function encodeEntry(commitment: Uint8Array): Uint8Array {
  if (commitment.length !== hashSizeBytes) throw new MalformedError(`a commitment has 32 bytes, not ${commitment.length}`);
  return concatBytes(Uint8Array.of(1), commitment);
}

/** @throws MalformedError for another version or length */
export function decodeEntry(entry: Uint8Array): Uint8Array {
  if (entry.length !== entrySizeBytes || entry[0] !== 1) throw new MalformedError('not a log entry of version 1');
  return entry.slice(1);
}
