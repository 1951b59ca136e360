import { hashSizeBytes } from '@gbc/anchoring-verifier';
import { hashPairs } from './hashing.ts';
import type { TileStore } from './tile-store.ts';
import { formatTilePath, type TileId } from './tile.ts';

/** A tile's hashes and all the nodes above them, so that no proof hashes the same ones again. */
export interface TileNodes {
  /** The node over 2^height hashes of the tile, the `position`th of its row; the tile must hold all of them. */
  at(height: number, position: number): Uint8Array;
}

/** Tiles that were read lately. A tile of a given width never changes, so nothing in it grows stale. */
export interface TileCache {
  /** @throws Error where the tile is missing or has another length */
  nodes(tile: TileId & { readonly level: number }): Promise<TileNodes>;
}

/** A full tile takes 16 kB with its nodes: by default 2,048 of them, 32 MB. */
export function openTileCache(store: Pick<TileStore, 'read'>, tilesMax = 2_048): TileCache {
  // In the order of their last use, the oldest first.
  const kept = new Map<string, Promise<TileNodes>>();

  async function read(tile: TileId, path: string): Promise<TileNodes> {
    const bytes = await store.read(tile);
    if (bytes?.length !== tile.width * hashSizeBytes) throw new Error(`${path} is missing or damaged`);
    return growNodes(bytes);
  }

  return {
    nodes(tile) {
      const path = formatTilePath(tile);
      const nodes = kept.get(path) ?? read(tile, path);
      kept.delete(path);
      kept.set(path, nodes);
      // What could not be read may be there the next time.
      nodes.catch(() => kept.delete(path));
      const [oldest] = kept.keys();
      if (kept.size > tilesMax && oldest !== undefined) kept.delete(oldest);
      return nodes;
    },
  };
}

/** Rows of perfect subtrees, from the tile's hashes up; what is left over on the right has no node yet. */
function growNodes(hashes: Uint8Array): TileNodes {
  const rows = [hashes];
  for (let row = hashes; row.length >= 2 * hashSizeBytes; rows.push(row)) row = hashPairs(row);
  return { at: (height, position) => (rows[height] as Uint8Array).subarray(position * hashSizeBytes, (position + 1) * hashSizeBytes) };
}
