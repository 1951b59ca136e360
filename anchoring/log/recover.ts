import { isSignedBy, parseCheckpoint, toBase64, type Checkpoint } from '@gbc/anchoring-verifier';
import type { Tx } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { decodeBundle } from './bundle.ts';
import { readNewestCheckpoint } from './checkpoint-rows.ts';
import { splitHashes } from './hashing.ts';
import { countLeaves, readCommitments } from './leaves.ts';
import type { LogKey } from './log-key.ts';
import type { TileStore } from './tile-store.ts';
import { tileWidth, widthAt } from './tile.ts';
import { appendLeaves, emptyEdge, rootOf, type TreeEdge } from './tree.ts';

const rebuildBatch = 64 * tileWidth;

export interface Recovered {
  readonly edge: TreeEdge;
  /** What was last published, here or elsewhere; undefined on the very first start. */
  readonly published: { readonly checkpoint: Checkpoint; readonly text: string } | undefined;
}

/**
 * Finds out where the log stood, and holds database and published files against each other. Files that are gone or
 * damaged are made again from the database; leaves without tiles are left to the next step.
 * @throws AnchoringError `log.keyChanged`, `log.databaseRolledBack`, `log.databaseDiffers`: publishing anything more
 * could contradict what readers already hold
 */
export async function recover(query: Tx['query'], store: TileStore, key: LogKey): Promise<Recovered> {
  const published = await findPublished(query, store, key);
  if (!published) return { edge: emptyEdge, published };
  const { treeSize, rootHash } = published.checkpoint;
  const databaseSize = await countLeaves(query);
  if (databaseSize < treeSize) {
    throw new AnchoringError(
      'log.databaseRolledBack',
      `the database has ${databaseSize} leaves, but a checkpoint of ${treeSize} was published: it was rolled back or is another database`,
      { databaseSize, publishedSize: treeSize },
    );
  }
  const kept = await loadEdge(store, treeSize);
  const edge = kept && toBase64(rootOf(kept)) === toBase64(rootHash) ? kept : await rebuild(query, store, treeSize);
  if (toBase64(rootOf(edge)) !== toBase64(rootHash) || !(await hasTail(query, edge, store))) {
    throw new AnchoringError('log.databaseDiffers', `the first ${treeSize} leaves of the database are not those that were published`, { publishedSize: treeSize });
  }
  return { edge, published };
}

/** The newer of the checkpoint file and the database's last checkpoint row; either may be behind after a crash or a restored backup. */
async function findPublished(query: Tx['query'], store: TileStore, key: LogKey): Promise<Recovered['published']> {
  const texts = [await store.readCheckpoint(), (await readNewestCheckpoint(query))?.note];
  const found = texts.filter((text) => text !== undefined).map((text) => ({ text, checkpoint: parseCheckpoint(text) }));
  for (const { checkpoint } of found) {
    if (checkpoint.origin !== key.verifierKey.name || !isSignedBy(checkpoint.note, key.verifierKey)) {
      throw new AnchoringError('log.keyChanged', `the published checkpoint of ${checkpoint.origin} is not signed by the key ${key.verifierKeyText}`);
    }
  }
  return found.sort((a, b) => b.checkpoint.treeSize - a.checkpoint.treeSize)[0];
}

/** The edge as the tiles have it; undefined where one is missing or has another length. */
async function loadEdge(store: TileStore, size: number): Promise<TreeEdge | undefined> {
  const levels: Uint8Array[][] = [];
  for (let level = 0; tileWidth ** level <= size; level += 1) {
    const hashes = Math.floor(size / tileWidth ** level);
    const tile = { level, index: Math.floor(hashes / tileWidth), width: hashes % tileWidth };
    const bytes = tile.width === 0 ? new Uint8Array() : await store.read(tile);
    if (bytes?.length !== tile.width * 32) return undefined;
    levels.push(splitHashes(bytes));
  }
  const commitments = await readLastBundle(store, size, size % tileWidth);
  return commitments && { size, levels, commitments };
}

async function readLastBundle(store: TileStore, size: number, width: number): Promise<Uint8Array[] | undefined> {
  if (width === 0) return [];
  const bytes = await store.read({ level: 'entries', index: Math.floor((size - 1) / tileWidth), width });
  const commitments = bytes && decodeBundle(bytes);
  return commitments?.length === width ? commitments : undefined;
}

async function rebuild(query: Tx['query'], store: TileStore, size: number): Promise<TreeEdge> {
  let edge = emptyEdge;
  while (edge.size < size) {
    const commitments = await readCommitments(query, edge.size, Math.min(rebuildBatch, size - edge.size));
    const growth = appendLeaves(edge, commitments);
    await store.writeTiles(growth.files);
    edge = growth.edge;
  }
  return edge;
}

/**
 * Whether the database's last published leaves are those of the last bundle: a database that was rolled back and has
 * grown again past the checkpoint differs there.
 */
async function hasTail(query: Tx['query'], edge: TreeEdge, store: TileStore): Promise<boolean> {
  if (edge.size === 0) return true;
  const width = widthAt(edge.size, 'entries', Math.floor((edge.size - 1) / tileWidth));
  const published = await readLastBundle(store, edge.size, width);
  const kept = await readCommitments(query, edge.size - width, width);
  return published !== undefined && toBase64(Buffer.concat(published)) === toBase64(Buffer.concat(kept));
}
