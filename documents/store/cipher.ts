import { createCipheriv, createDecipheriv } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export const keyBytes = 32;

/**
 * Encrypts with AES-256-GCM as nonce (12 bytes) || ciphertext || tag (16 bytes). `context` is bound in: what was
 * sealed for one place opens nowhere else. `nonce` must never repeat under one key.
 */
export function seal(key: Buffer, nonce: Buffer, context: string, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undoes {@link seal}. Throws where a bit was changed, or key or context is another. */
export function unseal(key: Buffer, context: string, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}

export { nonceBytes };
