import { fromBase64, toBase64 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { hashSizeBytes } from './merkle.ts';

// Reads members of JSON that came from outside. Each throws MalformedError naming the member.

export type JsonObject = Readonly<Record<string, unknown>>;

/** The most hashes that a proof in any tree has. */
const proofLengthMax = 64;

export function readObject(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedError(`${name}: not an object`);
  return value as JsonObject;
}

export function readList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedError(`${name}: not a list`);
  return value;
}

export function readText(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value !== 'string' || value === '') throw new MalformedError(`${name}: not a text`);
  return value;
}

export function readCount(from: JsonObject, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new MalformedError(`${name}: not a count`);
  return value;
}

/** 0x-prefixed hex of so many bytes; of any number where none is given. */
export function readHex(from: JsonObject, name: string, sizeBytes?: number): string {
  const value = readText(from, name);
  const isLong = sizeBytes === undefined ? value.length % 2 === 0 : value.length === 2 + 2 * sizeBytes;
  if (!/^0x[0-9a-fA-F]*$/.test(value) || !isLong) throw new MalformedError(`${name}: not ${sizeBytes ?? 'whole'} bytes of hex`);
  return value;
}

/** base64 of 32 bytes. */
export function readHash(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new MalformedError(`${name}: not a text`);
  const bytes = fromBase64(value);
  if (bytes.length !== hashSizeBytes) throw new MalformedError(`${name}: not 32 bytes`);
  return toBase64(bytes);
}

/** A list of at most 64 hashes in base64. */
export function readProof(from: JsonObject, name: string): readonly string[] {
  const proof = from[name];
  if (!Array.isArray(proof) || proof.length > proofLengthMax) throw new MalformedError(`${name}: not a list of at most ${proofLengthMax} hashes`);
  return proof.map((item, index) => readHash(item, `${name}[${index}]`));
}
