import { decode, encode, rfc8949EncodeOptions, Tagged, type DecodeOptions } from 'cborg';
import { fromBase64, toBase64, toHex } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { hashSizeBytes } from './merkle.ts';
import { parseSubject, type PacketEvent, type PacketSubject } from './packet.ts';

// COSE_Sign1 (RFC 9052) as a receipt of inclusion (RFC 9942, COSE Receipts) by the numbers that IANA has for its parts.
const sign1Tag = 18;
const header = { algorithm: 1, keyId: 4, claims: 15, dataStructure: 395, proofs: 396 } as const;
/** EdDSA over Curve25519, fully specified (RFC 9864). */
const ed25519 = -19;
const rfc9162Sha256 = 1;
const inclusionProofs = -1;
/** `iss` among the CWT claims of a protected header (RFC 9597). */
const issuer = 1;
/** Our own unprotected parameter: what the proofs are about, so that one file is enough. Other readers pass over it. */
const packetLabel = 'audit-packet';

/** A matter's events under one signed root, as RFC 9942 tells them. */
export interface CoseReceipt {
  readonly subject: PacketSubject;
  /** The log, by its signature's word. */
  readonly origin: string;
  /** Eight lower-case hex digits. */
  readonly keyId: string;
  readonly treeSize: number;
  readonly events: readonly PacketEvent[];
  /** Byte for byte, since they are signed. */
  readonly protectedHeader: Uint8Array;
  readonly signature: Uint8Array;
}

/** The protected header of a receipt by this key. */
export function encodeProtectedHeader(origin: string, keyId: string): Uint8Array {
  const kid = Uint8Array.from(keyId.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  return toCbor(new Map<number, unknown>([
    [header.algorithm, ed25519],
    [header.keyId, kid],
    [header.claims, new Map([[issuer, origin]])],
    [header.dataStructure, rfc9162Sha256],
  ]));
}

/** What a receipt's signature is over: its protected header and the detached payload, the tree's root (RFC 9052 section 4.4). */
export function coseSignedBytes(protectedHeader: Uint8Array, rootHash: Uint8Array): Uint8Array {
  return toCbor(['Signature1', protectedHeader, new Uint8Array(), rootHash]);
}

/** One proof an event, in the order of the events. */
export function encodeCoseReceipt({ subject, treeSize, events, protectedHeader, signature }: Omit<CoseReceipt, 'origin' | 'keyId'>): Uint8Array {
  const proofs = events.map(({ leafIndex, inclusionProof }) => toCbor([treeSize, leafIndex, inclusionProof.map(fromBase64)]));
  const packet = { subject, events: events.map(({ salt, event }) => [fromBase64(salt), event]) };
  const unprotected = new Map<number | string, unknown>([[header.proofs, new Map([[inclusionProofs, proofs]])], [packetLabel, packet]]);
  return toCbor(new Tagged(sign1Tag, [protectedHeader, unprotected, null, signature]));
}

/** Whether a file may be a COSE_Sign1: it begins with its tag, which no JSON text does. */
export const isCose = (file: Uint8Array): boolean => file[0] === 0xc0 + sign1Tag;

/** Reads a receipt without trusting it. @throws MalformedError naming what is wrong */
export function parseCoseReceipt(file: Uint8Array): CoseReceipt {
  const tagged = fromCbor(file, 'the receipt');
  const parts = tagged instanceof Tagged && tagged.tag === sign1Tag ? readArray(tagged.value, 'COSE_Sign1') : [];
  if (parts.length !== 4 || parts[2] !== null) throw new MalformedError('not a COSE_Sign1 with a detached payload');
  const protectedHeader = readBytes(parts[0], 'protected');
  const packet = readMap(readMap(parts[1], 'unprotected').get(packetLabel), packetLabel);
  const proofs = readArray(readMap(readMap(parts[1], 'unprotected').get(header.proofs), 'vdp').get(inclusionProofs), 'inclusion proofs').map(readProof);
  const entries = readArray(packet.get('events'), 'events').map(readEntry);
  const [first] = proofs;
  if (!first || proofs.length !== entries.length) throw new MalformedError('not one proof an event');
  if (proofs.some(({ treeSize }) => treeSize !== first.treeSize)) throw new MalformedError('the proofs are of trees of several sizes');
  return {
    ...readProtected(protectedHeader),
    subject: parseSubject(Object.fromEntries(readMap(packet.get('subject'), 'subject')) as Record<string, unknown>),
    treeSize: first.treeSize,
    events: proofs.map(({ leafIndex, inclusionProof }, position) => ({ leafIndex, inclusionProof, ...entries[position] as Entry })),
    protectedHeader,
    signature: readBytes(parts[3], 'signature'),
  };
}

type Entry = Pick<PacketEvent, 'event' | 'salt'>;

function readProtected(bytes: Uint8Array): { readonly origin: string; readonly keyId: string } {
  const fields = readMap(fromCbor(bytes, 'protected'), 'protected');
  if (fields.get(header.algorithm) !== ed25519) throw new MalformedError(`the signature's algorithm is not Ed25519 (${ed25519})`);
  if (fields.get(header.dataStructure) !== rfc9162Sha256) throw new MalformedError('the data structure is not RFC9162_SHA256');
  const origin = readMap(fields.get(header.claims), 'claims').get(issuer);
  if (typeof origin !== 'string') throw new MalformedError('the receipt names no issuer');
  return { origin, keyId: toHex(readBytes(fields.get(header.keyId), 'kid')) };
}

function readProof(bytes: unknown): { readonly treeSize: number; readonly leafIndex: number; readonly inclusionProof: readonly string[] } {
  const [treeSize, leafIndex, path, ...rest] = readArray(fromCbor(readBytes(bytes, 'inclusion proof'), 'inclusion proof'), 'inclusion proof');
  if (typeof treeSize !== 'number' || typeof leafIndex !== 'number' || rest.length > 0) throw new MalformedError('an inclusion proof is not size, index and path');
  const inclusionProof = readArray(path, 'inclusion path').map((hash) => toBase64(readHash(hash)));
  if (inclusionProof.length > 64) throw new MalformedError('an inclusion path is too long');
  return { treeSize, leafIndex, inclusionProof };
}

function readEntry(value: unknown): Entry {
  const [salt, event, ...rest] = readArray(value, 'event');
  if (typeof event !== 'string' || rest.length > 0) throw new MalformedError('an event is not salt and text');
  return { event, salt: toBase64(readHash(salt)) };
}

const toCbor = (value: unknown): Uint8Array => encode(value, rfc8949EncodeOptions);

const strictly: DecodeOptions = {
  strict: true, allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false, allowBigInt: false,
  useMaps: true, rejectDuplicateMapKeys: true, tags: Tagged.preserve(sign1Tag),
};

function fromCbor(bytes: Uint8Array, name: string): unknown {
  try {
    return decode(bytes, strictly);
  } catch (error) {
    throw new MalformedError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readMap(value: unknown, name: string): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw new MalformedError(`${name}: not a map`);
  return value as ReadonlyMap<unknown, unknown>;
}

function readArray(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedError(`${name}: not an array`);
  return value;
}

function readBytes(value: unknown, name: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new MalformedError(`${name}: not a byte string`);
  return value;
}

function readHash(value: unknown): Uint8Array {
  const bytes = readBytes(value, 'hash');
  if (bytes.length !== hashSizeBytes) throw new MalformedError('a hash is not 32 bytes');
  return bytes;
}
