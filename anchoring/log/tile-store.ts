import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashSizeBytes } from '@gbc/anchoring-verifier';
import { bundleSizeBytes } from './bundle.ts';
import { writeDurably, type FileContent } from '../durable-files.ts';
import { formatTilePath, tileWidth, type TileId } from './tile.ts';

const checkpointPath = 'checkpoint';

/** The published files of the log: a folder that any static web server could serve. */
export interface TileStore {
  /** Durable before it answers. */
  writeTiles(tiles: readonly FileContent[]): Promise<void>;
  /** Durable before it answers; the tiles under it must have been written. */
  writeCheckpoint(note: string): Promise<void>;
  readCheckpoint(): Promise<string | undefined>;
  /** A tile of just this width, also where only the full tile is kept; undefined where there is none. */
  read(tile: TileId): Promise<Uint8Array | undefined>;
  /** Drops the partial tiles that a full one has taken over. */
  dropPartials(fullTile: Omit<TileId, 'width'>): Promise<void>;
}

/** Opens the store in `folder`, which need not exist yet. */
export function openTileStore(folder: string): TileStore {
  const readIfThere = async (path: string): Promise<Uint8Array | undefined> => {
    try {
      return await readFile(join(folder, path));
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
      throw error;
    }
  };
  return {
    writeTiles: (tiles) => writeDurably(folder, tiles),
    writeCheckpoint: (note) => writeDurably(folder, [{ path: checkpointPath, bytes: Buffer.from(note) }]),
    async readCheckpoint() {
      const bytes = await readIfThere(checkpointPath);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    async read(tile) {
      const exact = await readIfThere(formatTilePath(tile));
      if (exact || tile.width === tileWidth) return exact;
      const full = await readIfThere(formatTilePath({ ...tile, width: tileWidth }));
      return full?.subarray(0, sizeBytes(tile));
    },
    dropPartials: (tile) => rm(join(folder, `${formatTilePath({ ...tile, width: tileWidth })}.p`), { recursive: true, force: true }),
  };
}

const sizeBytes = ({ level, width }: TileId): number => (level === 'entries' ? bundleSizeBytes(width) : width * hashSizeBytes);
