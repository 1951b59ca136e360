import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { RFC9162 } from '@transmute/rfc9162';
import fc from 'fast-check';
import { encodeEntry, hashLeaf, verifyConsistency, verifyInclusion } from '@gbc/anchoring-verifier';
import { ReferenceTree } from '../testing/reference-tree.ts';
import type { FileContent } from '../durable-files.ts';
import { createProver } from './proofs.ts';
import { openTileCache } from './tile-cache.ts';
import type { TileStore } from './tile-store.ts';
import { formatTilePath } from './tile.ts';
import { appendLeaves, emptyEdge, rootOf, type TreeEdge } from './tree.ts';

const commitments = Array.from({ length: 70_000 }, (_, index) => new Uint8Array(createHash('sha256').update(`event ${index}`).digest()));
const reference = new ReferenceTree(commitments.slice(0, 1_100).map((commitment) => hashLeaf(encodeEntry(commitment))));

/** Grows a tree in batches of these sizes. */
function grow(batches: readonly number[]): { edge: TreeEdge; files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  let edge = emptyEdge;
  for (const batch of batches) {
    const growth = appendLeaves(edge, commitments.slice(edge.size, edge.size + batch));
    for (const { path, bytes } of growth.files as readonly FileContent[]) files.set(path, bytes);
    edge = growth.edge;
  }
  return { edge, files };
}

/** Hashes as text, since a Buffer and a Uint8Array of the same bytes are not deeply equal. */
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));

const storeOf = (files: ReadonlyMap<string, Uint8Array>): Pick<TileStore, 'read'> => ({ read: async (tile) => files.get(formatTilePath(tile)) });
const proverOf = ({ edge, files }: ReturnType<typeof grow>) => createProver(openTileCache(storeOf(files)), edge.size);

describe('the tree', () => {
  it('has the root that the definition gives, for every size to 300 and around tile borders', () => {
    for (const size of [...Array(301).keys(), 511, 512, 513, 767, 768, 1_023, 1_024, 1_025, 1_100]) {
      assert.deepEqual(rootOf(grow([size]).edge), reference.root(size), `size ${size}`);
    }
  });

  it('ends up the same however its leaves arrive, and writes a partial tile never wider than it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (batches) => {
        const total = batches.reduce((sum, batch) => sum + batch, 0);
        const piecemeal = grow(batches);
        const whole = grow([total]);
        assert.deepEqual(piecemeal.edge, whole.edge);
        for (const [path, bytes] of whole.files) assert.deepEqual(piecemeal.files.get(path), bytes, path);
      }),
      { numRuns: 40 },
    );
  });
});

describe('proofs from tiles', () => {
  it('are those of the definition, and of the other implementation of RFC 9162, for every size to 300', async () => {
    const entries = commitments.slice(0, 300).map((commitment) => encodeEntry(commitment));
    const prover = proverOf(grow([300]));
    for (let size = 1; size <= 300; size += 1) {
      const rootHash = reference.root(size);
      assert.deepEqual(hex([await prover.root(size)]), hex([rootHash]));
      assert.deepEqual(hex([await RFC9162.MTH(entries.slice(0, size))]), hex([rootHash]));
      // One leaf and one earlier size for each, at the left end, in the middle and at the right end in turn; the other
      // implementation hashes asynchronously and takes its time.
      const place = (size % 3) / 2;
      const leafIndex = Math.floor(place * (size - 1));
      const inclusion = await prover.inclusion(leafIndex, size);
      assert.deepEqual(hex(inclusion), hex(await RFC9162.PATH(leafIndex, entries.slice(0, size))));
      assert.ok(verifyInclusion({ leafIndex, treeSize: size, leafHash: reference.leaf(leafIndex), proof: inclusion, rootHash }));
      const firstSize = Math.max(1, leafIndex);
      const consistency = await prover.consistency(firstSize, size);
      const theirs = await RFC9162.PROOF(firstSize, entries.slice(0, size));
      // Where the first tree is a node of the second, it writes down that node too, which RFC 9162 leaves out.
      const isNode = (firstSize & (firstSize - 1)) === 0 || firstSize === size;
      assert.deepEqual(hex(isNode ? [reference.root(firstSize), ...consistency] : consistency), hex(theirs), `${firstSize} to ${size}`);
      assert.ok(verifyConsistency({ firstSize, firstRoot: reference.root(firstSize), secondSize: size, secondRoot: rootHash, proof: consistency }));
    }
  });

  it('are those of the other implementation for random large sizes', async () => {
    const entries = commitments.slice(0, 3_000).map((commitment) => encodeEntry(commitment));
    const prover = proverOf(grow([3_000]));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 301, max: 3_000 }), fc.nat(), fc.nat(), async (size, leaf, first) => {
        const [leafIndex, firstSize] = [leaf % size, 1 + (first % size)];
        const tree = entries.slice(0, size);
        assert.deepEqual(hex([await prover.root(size)]), hex([await RFC9162.MTH(tree)]));
        assert.deepEqual(hex(await prover.inclusion(leafIndex, size)), hex(await RFC9162.PATH(leafIndex, tree)));
        const isNode = (firstSize & (firstSize - 1)) === 0 || firstSize === size;
        const proof = await prover.consistency(firstSize, size);
        assert.deepEqual(hex(isNode ? [await prover.root(firstSize), ...proof] : proof), hex(await RFC9162.PROOF(firstSize, tree)), `${firstSize} to ${size}`);
      }),
      { numRuns: 6 },
    );
  });

  it('are right for every pair of sizes to 100', async () => {
    const prover = proverOf(grow([100]));
    for (let secondSize = 0; secondSize <= 100; secondSize += 1) {
      for (let firstSize = 0; firstSize <= secondSize; firstSize += 1) {
        const proof = await prover.consistency(firstSize, secondSize);
        assert.ok(verifyConsistency({ firstSize, firstRoot: reference.root(firstSize), secondSize, secondRoot: reference.root(secondSize), proof }));
      }
    }
  });

  it('are right across three levels of tiles', async () => {
    const tree = grow([30_000, 1, 39_999]);
    const prover = proverOf(tree);
    const rootHash = rootOf(tree.edge);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 69_999 }), fc.integer({ min: 1, max: 70_000 }), async (leafIndex, firstSize) => {
        const leafHash = await prover.leafHash(leafIndex);
        assert.ok(verifyInclusion({ leafIndex, treeSize: 70_000, leafHash, rootHash, proof: await prover.inclusion(leafIndex, 70_000) }));
        const proof = await prover.consistency(firstSize, 70_000);
        assert.ok(verifyConsistency({ firstSize, firstRoot: await prover.root(firstSize), secondSize: 70_000, secondRoot: rootHash, proof }));
      }),
      { numRuns: 60 },
    );
  });
});
