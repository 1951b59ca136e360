import type { Tx } from '@gbc/prisma';

export interface CheckpointRow {
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  readonly note: string;
}

/** Keeps a checkpoint that was published; the same one again changes nothing. */
export async function recordCheckpoint(query: Tx['query'], row: CheckpointRow, publishedAt: Date): Promise<void> {
  await query('insert into log_checkpoint (tree_size, root_hash, note, published_at) values ($1, $2, $3, $4) on conflict do nothing', [
    row.treeSize,
    row.rootHash,
    row.note,
    publishedAt,
  ]);
}

/** The newest one that the database knows. */
export async function readNewestCheckpoint(query: Tx['query']): Promise<CheckpointRow | undefined> {
  const { rows } = await query<Row>('select tree_size, root_hash, note from log_checkpoint order by tree_size desc limit 1');
  return rows[0] && fromRow(rows[0]);
}

/** The one of just this size, as it was published. */
export async function readCheckpoint(query: Tx['query'], treeSize: number): Promise<CheckpointRow | undefined> {
  const { rows } = await query<Row>('select tree_size, root_hash, note from log_checkpoint where tree_size = $1', [treeSize]);
  return rows[0] && fromRow(rows[0]);
}

/** The newest one that had been published by then. */
export async function readCheckpointBy(query: Tx['query'], at: Date): Promise<CheckpointRow | undefined> {
  const { rows } = await query<Row>('select tree_size, root_hash, note from log_checkpoint where published_at <= $1 order by tree_size desc limit 1', [at]);
  return rows[0] && fromRow(rows[0]);
}

/** When so many leaves were first covered by a checkpoint. */
export async function readPublicationTime(query: Tx['query'], treeSize: number): Promise<Date | undefined> {
  const { rows } = await query<{ published_at: Date }>('select published_at from log_checkpoint where tree_size >= $1 order by tree_size limit 1', [treeSize]);
  return rows[0]?.published_at;
}

interface Row {
  tree_size: bigint;
  root_hash: Buffer;
  note: string;
}

const fromRow = (row: Row): CheckpointRow => ({ treeSize: Number(row.tree_size), rootHash: new Uint8Array(row.root_hash), note: row.note });
