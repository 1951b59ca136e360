import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import { MalformedError } from './malformed.ts';

/** C2SP signed-note signature type of Ed25519. */
export const ed25519Type = 0x01;
/** C2SP signed-note signature type of a witness's timestamped Ed25519 cosignature. */
export const cosignatureType = 0x04;
export type SignatureType = typeof ed25519Type | typeof cosignatureType;

/** A public key that signs notes, as a reader is given it: `name+keyId+base64(type || public key)`. */
export interface VerifierKey {
  readonly name: string;
  /** Eight lower-case hex digits. */
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}

/** key ID = SHA-256(name || 0x0A || type || public key)[:4] (C2SP signed-note). */
export function computeKeyId(name: string, publicKey: Uint8Array, type: SignatureType = ed25519Type): string {
  return toHex(sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4));
}

/** Key names are non-empty, without Unicode spaces, control characters and a plus. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

export function formatVerifierKey({ name, keyId, publicKey }: VerifierKey, type: SignatureType = ed25519Type): string {
  return `${name}+${keyId}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;
}

/** @throws MalformedError where the text is no verifier key of this type or its id is not that of its key */
export function parseVerifierKey(text: string, type: SignatureType = ed25519Type): VerifierKey {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  if (!isKeyName(name)) throw new MalformedError('a verifier key reads name+keyId+base64');
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33 || bytes[0] !== type) throw new MalformedError(`the verifier key is not Ed25519 (type ${type})`);
  const publicKey = bytes.slice(1);
  if (computeKeyId(name, publicKey, type) !== keyId) throw new MalformedError('the key id is not that of the key');
  return { name, keyId, publicKey };
}
