import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seal, unseal } from './cipher.ts';

const key = Buffer.alloc(32, 1);
const nonce = Buffer.alloc(12, 2);
const plain = Buffer.from('建议书');

it('seals as nonce, ciphertext, tag, which any AES-GCM opens', async () => {
  const sealed = seal(key, nonce, 'place', plain);
  assert.equal(sealed.length, 12 + plain.length + 16);
  assert.deepEqual(sealed.subarray(0, 12), nonce);
  const webKey = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: Buffer.from('place'), tagLength: 128 };
  assert.deepEqual(Buffer.from(await crypto.subtle.decrypt(algorithm, webKey, sealed.subarray(12))), plain);
});

it('opens what it sealed, with the same key and place and every bit as it was', () => {
  const sealed = seal(key, nonce, 'place', plain);
  assert.deepEqual(unseal(key, 'place', sealed), plain);
  assert.throws(() => unseal(Buffer.alloc(32, 9), 'place', sealed));
  assert.throws(() => unseal(key, 'another place', sealed));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const flipped = Buffer.from(sealed);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => unseal(key, 'place', flipped), `bit ${bit}`);
  }
  for (let length = 0; length < sealed.length; length += 1) assert.throws(() => unseal(key, 'place', sealed.subarray(0, length)));
});
