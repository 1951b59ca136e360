import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyConsistency } from './consistency.ts';
import { verifyInclusion } from './inclusion.ts';
import { emptyRoot, hashChildren, hashLeaf } from './merkle.ts';

// The tree of Certificate Transparency's tests: eight entries, the roots of its first 1 to 8 leaves, and proofs from its
// published vectors, all as hex.
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((entry) => hashLeaf(hex(entry)));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);
const root = (size: number): Uint8Array => roots[size - 1] as Uint8Array;
const leaf = (index: number): Uint8Array => leaves[index] as Uint8Array;

const inclusionVectors = [
  { leafIndex: 0, treeSize: 1, proof: [] },
  {
    leafIndex: 0,
    treeSize: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    leafIndex: 5,
    treeSize: 8,
    proof: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  { leafIndex: 2, treeSize: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
  {
    leafIndex: 1,
    treeSize: 5,
    proof: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
].map((vector) => ({ ...vector, proof: vector.proof.map(hex), leafHash: leaf(vector.leafIndex), rootHash: root(vector.treeSize) }));

const consistencyVectors = [
  { firstSize: 1, secondSize: 1, proof: [] },
  {
    firstSize: 1,
    secondSize: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    firstSize: 6,
    secondSize: 8,
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    firstSize: 2,
    secondSize: 5,
    proof: ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'],
  },
].map((vector) => ({ ...vector, proof: vector.proof.map(hex), firstRoot: root(vector.firstSize), secondRoot: root(vector.secondSize) }));

const flip = (hash: Uint8Array): Uint8Array => hash.map((byte, index) => (index === 13 ? byte ^ 0x20 : byte));

describe('inclusion', () => {
  it("accepts Certificate Transparency's vectors", () => {
    for (const vector of inclusionVectors) assert.ok(verifyInclusion(vector), `leaf ${vector.leafIndex} of ${vector.treeSize}`);
  });

  it('refuses each of them with anything altered', () => {
    for (const vector of inclusionVectors) {
      const { leafIndex, treeSize, leafHash, proof, rootHash } = vector;
      for (const altered of [
        { leafIndex: leafIndex + 1 },
        { leafIndex: leafIndex - 1 },
        { leafIndex: leafIndex ^ 2 },
        { treeSize: treeSize * 2 },
        { treeSize: 0 },
        { leafHash: flip(leafHash) },
        { leafHash: leafHash.subarray(1) },
        { leafHash: new Uint8Array() },
        { rootHash: flip(rootHash) },
        { rootHash: new Uint8Array() },
        { proof: [...proof, rootHash] },
        { proof: [...proof, new Uint8Array()] },
        { proof: [new Uint8Array(), ...proof] },
        { leafIndex: 0.5 },
        ...proof.flatMap((hash, position) => [
          { proof: proof.with(position, flip(hash)) },
          { proof: proof.with(position, hash.subarray(0, 31)) },
          { proof: proof.toSpliced(position, 1) },
          { proof: proof.toSpliced(position, 0, hash) },
        ]),
      ]) {
        assert.ok(!verifyInclusion({ ...vector, ...altered }), JSON.stringify({ leafIndex, treeSize, altered }));
      }
    }
  });

  it('refuses an inner node that is passed off as a leaf of a shorter tree', () => {
    // With only the hashes it is true that a tree of 1 "leaf" has that root: the entry's 0x00 prefix is what forbids it.
    const node = hashChildren(leaf(0), leaf(1));
    assert.ok(!verifyInclusion({ leafIndex: 0, treeSize: 2, leafHash: node, proof: [], rootHash: node }));
    assert.notDeepEqual(hashLeaf(Buffer.concat([leaf(0), leaf(1)])), node);
  });
});

describe('consistency', () => {
  it("accepts Certificate Transparency's vectors", () => {
    for (const vector of consistencyVectors) assert.ok(verifyConsistency(vector), `${vector.firstSize} to ${vector.secondSize}`);
  });

  it('takes the empty tree as the beginning of every tree, with an empty proof only', () => {
    assert.ok(verifyConsistency({ firstSize: 0, firstRoot: emptyRoot, secondSize: 5, secondRoot: root(5), proof: [] }));
    assert.ok(!verifyConsistency({ firstSize: 0, firstRoot: emptyRoot, secondSize: 5, secondRoot: root(5), proof: [root(5)] }));
    assert.ok(!verifyConsistency({ firstSize: 0, firstRoot: root(1), secondSize: 5, secondRoot: root(5), proof: [] }));
  });

  it('refuses each of them with anything altered', () => {
    for (const vector of consistencyVectors) {
      const { firstSize, secondSize, firstRoot, secondRoot, proof } = vector;
      for (const altered of [
        { firstSize: firstSize + 1 },
        { firstSize: 0 },
        { firstSize: secondSize + 1 },
        { secondSize: secondSize * 2 },
        { secondSize: firstSize - 1 },
        { firstRoot: flip(firstRoot) },
        { secondRoot: flip(secondRoot) },
        { secondRoot: new Uint8Array() },
        { proof: [...proof, secondRoot] },
        { proof: [firstRoot, ...proof] },
        ...(proof.length > 0 ? [{ proof: [] }] : []),
        ...proof.flatMap((hash, position) => [
          { proof: proof.with(position, flip(hash)) },
          { proof: proof.with(position, new Uint8Array()) },
          { proof: proof.toSpliced(position, 1) },
        ]),
      ]) {
        assert.ok(!verifyConsistency({ ...vector, ...altered }), JSON.stringify({ firstSize, secondSize, altered }));
      }
    }
  });
});
