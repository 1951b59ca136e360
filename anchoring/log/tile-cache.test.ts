import assert from 'node:assert/strict';
import { it } from 'node:test';
import { hashChildren, hashLeaf } from '@gbc/anchoring-verifier';
import { openTileCache } from './tile-cache.ts';
import { formatTilePath, type TileId } from './tile.ts';
import { foldPerfect } from './tree.ts';

const hashes = Array.from({ length: 256 }, (_, index) => hashLeaf(Uint8Array.of(index)));
const bytesOf = (width: number): Uint8Array => new Uint8Array(Buffer.concat(hashes.slice(0, width)));

/** A store that counts what is read of it. */
function countingStore(read: (tile: TileId) => Uint8Array | undefined) {
  const paths: string[] = [];
  return { paths, read: async (tile: TileId) => (paths.push(formatTilePath(tile)), read(tile)) };
}

it('knows every node above a tile, also above a partial one', async () => {
  const cache = openTileCache(countingStore(({ width }) => bytesOf(width)));
  for (const width of [1, 2, 3, 7, 8, 200, 255, 256]) {
    const nodes = await cache.nodes({ level: 0, index: 5, width });
    for (let height = 0; 2 ** height <= width; height += 1) {
      for (let position = 0; (position + 1) * 2 ** height <= width; position += 1) {
        assert.deepEqual(nodes.at(height, position), foldPerfect(hashes.slice(position * 2 ** height, (position + 1) * 2 ** height)), `width ${width}, ${height}/${position}`);
      }
    }
  }
  const two = await cache.nodes({ level: 0, index: 5, width: 2 });
  assert.deepEqual(two.at(1, 0), hashChildren(hashes[0] as Uint8Array, hashes[1] as Uint8Array));
});

it('reads a tile once, however many ask for it, and drops those that were not asked for longest', async () => {
  const store = countingStore(({ width }) => bytesOf(width));
  const cache = openTileCache(store, 3);
  const ask = (index: number) => cache.nodes({ level: 0, index, width: 256 });
  await Promise.all([ask(0), ask(0), ask(1), ask(0), ask(2)]);
  assert.deepEqual(store.paths, ['tile/0/000', 'tile/0/001', 'tile/0/002']);
  await ask(0);
  await ask(3); // drops 1, the oldest in use
  await ask(0);
  await ask(2);
  assert.equal(store.paths.length, 4);
  await ask(1);
  assert.deepEqual(store.paths.slice(4), ['tile/0/001']);
});

it('keeps a partial tile and its full successor apart', async () => {
  const store = countingStore(({ width }) => bytesOf(width));
  const cache = openTileCache(store);
  await cache.nodes({ level: 1, index: 0, width: 4 });
  await cache.nodes({ level: 1, index: 0, width: 256 });
  assert.deepEqual(store.paths, ['tile/1/000.p/4', 'tile/1/000']);
});

it('says what is missing or cut short, and looks again the next time', async () => {
  let kept: Uint8Array | undefined;
  const cache = openTileCache(countingStore(() => kept));
  const tile = { level: 0, index: 1, width: 8 };
  await assert.rejects(cache.nodes(tile), /tile\/0\/001\.p\/8 is missing/);
  kept = bytesOf(7);
  await assert.rejects(cache.nodes(tile), /damaged/);
  kept = bytesOf(8);
  assert.deepEqual((await cache.nodes(tile)).at(0, 7), hashes[7]);
});
