import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { formatTilePath, parseTilePath, widthAt, type TileId } from './tile.ts';

const tiles = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
  index: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.maxSafeNat()),
  width: fc.integer({ min: 1, max: 256 }),
});

it('paths are those of C2SP tlog-tiles', () => {
  assert.equal(formatTilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067');
  assert.equal(formatTilePath({ level: 'entries', index: 1_234_067, width: 8 }), 'tile/entries/x001/x234/067.p/8');
  assert.equal(formatTilePath({ level: 1, index: 0, width: 1 }), 'tile/1/000.p/1');
  assert.equal(formatTilePath({ level: 0, index: 1_000, width: 256 }), 'tile/0/x001/000');
});

it('every tile has one path, and that path is read back', () => {
  fc.assert(fc.property(tiles, (tile: TileId) => assert.deepEqual(parseTilePath(formatTilePath(tile)), { ...tile })));
});

it('no other text is a path', () => {
  for (const path of ['tile/0/../000', 'tile/0/001.p/0', 'tile/0/001.p/256', 'tile/0/001.p/01', 'tile/64a/000', 'tile/-1/000', 'tile/0/x000/001', 'tile/0/0001', 'tile/0/000\n', '/tile/0/000', 'tile//000', 'tile/0/%2e%2e', 'tile/entries/x9/000']) {
    assert.equal(parseTilePath(path), undefined, path);
  }
});

it('a tree of 70,000 leaves has the tiles that the specification says', () => {
  assert.deepEqual([widthAt(70_000, 0, 272), widthAt(70_000, 0, 273), widthAt(70_000, 0, 274)], [256, 112, 0]);
  assert.deepEqual([widthAt(70_000, 1, 0), widthAt(70_000, 1, 1), widthAt(70_000, 2, 0)], [256, 17, 1]);
  assert.deepEqual([widthAt(256, 0, 0), widthAt(256, 1, 0), widthAt(256, 'entries', 0)], [256, 1, 256]);
});
