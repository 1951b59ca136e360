import { concatBytes, utf8 } from './bytes.ts';
import { verifySignature, type SignedNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

// C2SP tlog-cosignature, "cosignature/v1": what a witness signs to say that it saw this tree grow out of the one before.

/** Bytes of a cosignature behind the key id: a time and an Ed25519 signature. */
const cosignatureSizeBytes = 8 + 64;

/** What a witness signs: the time it saw the checkpoint, in seconds, and the checkpoint's own text. */
export const cosignedText = (noteText: string, timeSeconds: number): Uint8Array => utf8(`cosignature/v1\ntime ${timeSeconds}\n${noteText}`);

/** The bytes of a cosignature's line behind its key id. */
export function encodeCosignature(timeSeconds: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  return concatBytes(time, signature);
}

/**
 * When this witness cosigned the note; undefined where no line is of its key, or one of them is false.
 * `key` is one of type cosignature/v1.
 */
export function cosignedAt(note: SignedNote, key: VerifierKey): Date | undefined {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  const times = own.map(({ signature }) => readTime(note.text, signature, key.publicKey));
  const [first] = times;
  if (first === undefined || times.includes(undefined)) return undefined;
  return new Date(Math.min(...(times as number[])) * 1_000);
}

function readTime(noteText: string, bytes: Uint8Array, publicKey: Uint8Array): number | undefined {
  if (bytes.length !== cosignatureSizeBytes) return undefined;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  // Above this a Date could not hold it; the specification asks for a time that is not zero.
  if (time < 1 || time > 8_640_000_000_000) return undefined;
  return verifySignature(bytes.subarray(8), cosignedText(noteText, time), publicKey) ? time : undefined;
}
