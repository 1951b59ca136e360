import { toBase64 } from '@gbc/anchoring-verifier';
import type { Database } from '@gbc/prisma';
import { readFirstCovering, type AnchoredAnchor } from '../chain/anchor-rows.ts';
import { readCheckpointBy, readPublicationTime } from './checkpoint-rows.ts';
import type { Log } from './log.ts';

/** A moment of the past as the log knows it: its first so many leaves. */
export interface LogPoint {
  readonly treeSize: number;
  /** base64 */
  readonly rootHash: string;
  /** When a checkpoint over these leaves was first published; null before the first one. */
  readonly publishedAt: Date | null;
  /** The first anchor over them; null while no chain has them. */
  readonly anchor: AnchoredAnchor | null;
}

/**
 * The point that a number of leaves or a time stands for: of a time, the newest checkpoint that had been published by then;
 * of neither, the newest of all. @throws AnchoringError `log.outOfRange`, `log.notStarted`
 */
export async function findLogPoint({ database, log }: { readonly database: Database; readonly log: Log }, asked: { readonly treeSize?: number | undefined; readonly at?: Date | undefined }): Promise<LogPoint> {
  const prover = log.prover();
  const treeSize = asked.treeSize ?? (asked.at ? ((await readCheckpointBy(database.read, asked.at))?.treeSize ?? 0) : (log.status().head?.treeSize ?? 0));
  const [root, publishedAt, anchor] = await Promise.all([
    prover.root(treeSize),
    readPublicationTime(database.read, treeSize),
    treeSize > 0 ? readFirstCovering(database.read, treeSize - 1) : undefined,
  ]);
  return { treeSize, rootHash: toBase64(root), publishedAt: publishedAt ?? null, anchor: anchor ?? null };
}
