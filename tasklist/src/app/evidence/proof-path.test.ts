import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOf } from './proof-path.ts';

/** Names in place of hashes, so that the shape can be read. */
const join = (left: string, right: string) => `(${left}${right})`;
const path = (leafIndex: number, treeSize: number, leafHash: string, ...inclusionProof: string[]) => pathOf({ leafIndex, treeSize, leafHash, inclusionProof }, join);

test('leads from a leaf to the root of the whole tree', () => {
  assert.deepEqual(path(2, 4, 'c', 'd', '(ab)'), [
    { hash: 'c', sibling: 'd', side: 'right' },
    { hash: '(cd)', sibling: '(ab)', side: 'left' },
    { hash: '((ab)(cd))', sibling: null, side: 'right' },
  ]);
});

test('skips the levels where the last leaf has no sibling', () => {
  assert.equal(path(4, 5, 'e', '((ab)(cd))').at(-1)?.hash, '(((ab)(cd))e)');
  assert.equal(path(5, 7, 'f', 'e', 'g', '((ab)(cd))').at(-1)?.hash, '(((ab)(cd))((ef)g))');
});

test('of a tree of one leaf is the leaf', () => {
  assert.deepEqual(path(0, 1, 'a'), [{ hash: 'a', sibling: null, side: 'right' }]);
});
