import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { computeKeyId, cosignatureType, cosignedText, encodeCosignature, formatSignature, formatVerifierKey, fromBase64, isKeyName, MalformedError, toBase64 } from '@gbc/anchoring-verifier';

/** The key with which a mirror cosigns (C2SP tlog-cosignature, type 0x04). Its private half never leaves this object. */
export interface WitnessKey {
  readonly name: string;
  /** The text that readers and the log are given: `name+keyId+base64`. */
  readonly verifierKeyText: string;
  /** The signature line, with its newline, under a checkpoint's text. */
  cosign(noteText: string, at: Date): string;
}

const prefix = 'PRIVATE+KEY+';
/** DER of a PKCS #8 Ed25519 key up to the 32 bytes of its seed (RFC 8410). */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' });
const publicBytesOf = (key: KeyObject): Uint8Array => new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));

/** A new private key as text, `PRIVATE+KEY+name+keyId+base64(type || seed)`. */
export function generateWitnessKey(name: string, seed: Uint8Array = randomBytes(32)): string {
  const keyId = computeKeyId(name, publicBytesOf(privateKeyOf(seed)), cosignatureType);
  return `${prefix}${name}+${keyId}+${toBase64(Buffer.concat([Uint8Array.of(cosignatureType), seed]))}`;
}

/** @throws MalformedError where the text is no such key */
export function parseWitnessKey(text: string): WitnessKey {
  const [, name = '', keyId = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  if (!isKeyName(name)) throw new MalformedError('a witness key reads PRIVATE+KEY+name+keyId+base64');
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33 || bytes[0] !== cosignatureType) throw new MalformedError('the key is not of type cosignature/v1');
  const privateKey = privateKeyOf(bytes.subarray(1));
  const publicKey = publicBytesOf(privateKey);
  if (computeKeyId(name, publicKey, cosignatureType) !== keyId) throw new MalformedError('the key id is not that of the key');
  return {
    name,
    verifierKeyText: formatVerifierKey({ name, keyId, publicKey }, cosignatureType),
    cosign(noteText, at) {
      const timeSeconds = Math.floor(at.getTime() / 1_000);
      return formatSignature({ name, keyId, signature: encodeCosignature(timeSeconds, sign(null, cosignedText(noteText, timeSeconds), privateKey)) });
    },
  };
}
