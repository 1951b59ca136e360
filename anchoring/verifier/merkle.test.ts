import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toHex } from './bytes.ts';
import { emptyRoot, hashChildren, hashLeaf } from './merkle.ts';

// The entries and roots that Certificate Transparency's own implementations are tested with.
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

it('hashes leaves and nodes as RFC 6962 does', () => {
  assert.equal(toHex(emptyRoot), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const leaves = entries.map((entry) => hashLeaf(Buffer.from(entry, 'hex'))) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  assert.equal(toHex(leaves[0]), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const two = hashChildren(leaves[0], leaves[1]);
  assert.equal(toHex(two), 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
  assert.equal(toHex(hashChildren(two, leaves[2])), 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77');
  assert.equal(toHex(hashChildren(two, hashChildren(leaves[2], leaves[3]))), 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7');
});
