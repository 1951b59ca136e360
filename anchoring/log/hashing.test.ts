import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { encodeEntry, hashChildren, hashLeaf } from '@gbc/anchoring-verifier';
import { hashCommitments, hashPairs, splitHashes } from './hashing.ts';

const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes)), { maxLength: 40 });

it('leaves are hashed as the verifier does', () => {
  fc.assert(fc.property(hashes, (commitments) => assert.deepEqual(hashCommitments(commitments), commitments.map((commitment) => hashLeaf(encodeEntry(commitment))))));
});

it('nodes are hashed as the verifier does, and an odd hash at the end waits for its sibling', () => {
  fc.assert(
    fc.property(hashes, (row) => {
      const pairs = Array.from({ length: Math.floor(row.length / 2) }, (_, pair) => hashChildren(row[2 * pair] as Uint8Array, row[2 * pair + 1] as Uint8Array));
      assert.deepEqual(splitHashes(hashPairs(new Uint8Array(Buffer.concat(row)))), pairs);
    }),
  );
});

it('refuses a commitment of another length', () => assert.throws(() => hashCommitments([new Uint8Array(31)]), RangeError));
