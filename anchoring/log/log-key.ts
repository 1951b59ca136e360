import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { computeKeyId, coseSignedBytes, ed25519Type, encodeProtectedHeader, formatCheckpoint, formatSignature, formatVerifierKey, fromBase64, isKeyName, toBase64, type TreeHead, type VerifierKey } from '@gbc/anchoring-verifier';
import type { Environment } from '@gbc/events';
import { AnchoringError } from '../anchoring-error.ts';
import { loadSecret } from '../secret-file.ts';

/** The key that signs the log's checkpoints. Its private half never leaves this object. */
export interface LogKey {
  readonly verifierKey: VerifierKey;
  /** The text a reader is given: `name+keyId+base64`. */
  readonly verifierKeyText: string;
  /** The signed note of a tree head. */
  signCheckpoint(head: TreeHead): string;
  /** What a COSE Receipt of a tree with this root is signed with. */
  signReceipt(rootHash: Uint8Array): ReceiptSignature;
}

/** The signed parts of a COSE Receipt. */
export interface ReceiptSignature {
  readonly protectedHeader: Uint8Array;
  readonly signature: Uint8Array;
}

const prefix = 'PRIVATE+KEY+';
/** DER of a PKCS #8 Ed25519 key up to the 32 bytes of its seed (RFC 8410). */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytesOf(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** A new private key as text, `PRIVATE+KEY+name+keyId+base64(type || seed)`, as other C2SP tools write it. */
export function generateLogKey(env: Environment, origin: string): string {
  const seed = env.randomBytes(32);
  const keyId = computeKeyId(origin, publicBytesOf(privateKeyOf(seed)));
  return `${prefix}${origin}+${keyId}+${toBase64(Buffer.concat([Uint8Array.of(ed25519Type), seed]))}`;
}

/** @throws AnchoringError `log.keyInvalid` where the text is no such key or its name is not the origin */
export function parseLogKey(text: string, origin: string): LogKey {
  const [, name = '', keyId = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  if (!isKeyName(name)) throw new AnchoringError('log.keyInvalid', 'the log key does not read PRIVATE+KEY+name+keyId+base64');
  if (name !== origin) throw new AnchoringError('log.keyInvalid', `the log key is named ${name}, the log is ${origin}`, { name, origin });
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(encoded);
  } catch (error) {
    throw new AnchoringError('log.keyInvalid', 'the log key is not base64', {}, { cause: error });
  }
  if (bytes.length !== 33 || bytes[0] !== ed25519Type) throw new AnchoringError('log.keyInvalid', 'the log key is not Ed25519');
  const privateKey = privateKeyOf(bytes.subarray(1));
  const publicKey = publicBytesOf(privateKey);
  if (computeKeyId(name, publicKey) !== keyId) throw new AnchoringError('log.keyInvalid', 'the key id is not that of the key');
  const verifierKey = { name, keyId, publicKey };
  return {
    verifierKey,
    verifierKeyText: formatVerifierKey(verifierKey),
    signCheckpoint(head) {
      const body = formatCheckpoint(head);
      return `${body}\n${formatSignature({ name, keyId, signature: sign(null, Buffer.from(body), privateKey) })}`;
    },
    // No note begins as a Sig_structure does, so that neither signature can be taken for the other.
    signReceipt(rootHash) {
      const protectedHeader = encodeProtectedHeader(name, keyId);
      return { protectedHeader, signature: new Uint8Array(sign(null, coseSignedBytes(protectedHeader, rootHash), privateKey)) };
    },
  };
}

/** The public half of a private key's text: what a reader is given. @throws AnchoringError `log.keyInvalid` */
export function verifierKeyOf(text: string): string {
  const [, name = ''] = /^PRIVATE\+KEY\+([^+]+)\+/.exec(text.trim()) ?? [];
  return parseLogKey(text, name).verifierKeyText;
}

/** Reads the key from a file; makes both on the first start, for the owner's eyes only. */
export async function loadLogKey(env: Environment, path: string, origin: string): Promise<LogKey> {
  return parseLogKey(await loadSecret(path, () => generateLogKey(env, origin)), origin);
}
