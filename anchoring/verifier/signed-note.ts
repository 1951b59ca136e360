import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

hashes.sha512 = sha512;

/** Far above what a log and its witnesses need, low enough that a hostile note costs nothing. */
const noteSizeMax = 64 * 1024;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A C2SP signed note: a text and the signatures under it. */
export interface SignedNote {
  /** Ends in a newline, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** @throws MalformedError where it is no signed note; says nothing of the signatures' truth */
export function parseNote(note: string): SignedNote {
  if (note.length > noteSizeMax) throw new MalformedError('the note is too long');
  // eslint-disable-next-line no-control-regex -- the format forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new MalformedError('the note has control characters');
  const end = note.lastIndexOf('\n\n');
  if (end < 1 || !note.endsWith('\n')) throw new MalformedError('the note has no blank line before its signatures');
  const signatures = note.slice(end + 2, -1).split('\n').map(parseSignature);
  return { text: note.slice(0, end + 1), signatures };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ');
  if (dash !== '\u2014' || !isKeyName(name) || rest.length > 0) throw new MalformedError('a signature line is broken');
  const bytes = fromBase64(encoded);
  if (bytes.length < 5) throw new MalformedError('a signature is too short');
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
}

/** One signature line, with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  return `\u2014 ${name} ${toBase64(concatBytes(id, signature))}\n`;
}

/** Whether the note has at least one signature by this key and every one by it is good. */
export function isSignedBy(note: SignedNote, key: VerifierKey): boolean {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  return own.length > 0 && own.every(({ signature }) => verifySignature(signature, utf8(note.text), key.publicKey));
}

/** Whether these 64 bytes are the key's Ed25519 signature of the message. */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    // RFC 8032 strictly: ZIP 215 would also take small-order keys and odd encodings.
    return verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
