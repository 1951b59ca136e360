import { encodeEntry, equalBytes, isSignedBy, MalformedError, parseCheckpoint, type Checkpoint, type VerifierKey } from '@gbc/anchoring-verifier';
import { bundleSizeBytes, decodeBundle, encodeBundle } from '../log/bundle.ts';
import { tileWidth } from '../log/tile.ts';
import { AlarmError } from './alarm.ts';
import { HttpError, type LogReader } from './log-source.ts';
import type { MirrorStore } from './mirror-store.ts';
import type { TreeEdge } from './tree-edge.ts';

/** A head that somebody keeps of this log: the contract, or this mirror's own cosignature. The log must pass through it. */
export interface KeptHead {
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  readonly by: 'contract' | 'witness';
}

/** Bundles asked for at once. */
const bundlesAtOnce = 16;

/**
 * Goes on from the kept tree to the newest checkpoint: takes every leaf between them, and believes the checkpoint only where
 * the kept leaves and the new ones hash to its root. So nothing that was once seen can be changed, dropped or moved.
 * @throws AlarmError for what no honest log shows; other errors are trouble of the network
 */
export async function followLog(source: LogReader, store: MirrorStore, key: VerifierKey, heads: readonly KeptHead[]): Promise<void> {
  const offered = await source.checkpoint();
  const checkpoint = readSigned(offered, key);
  const { edge: kept } = store.state;
  if (checkpoint.treeSize < kept.size) {
    throw new AlarmError(
      'rollback',
      `日志退回到 ${checkpoint.treeSize} 片叶子;镜像已有它签名的 ${kept.size} 片。`,
      `The log went back to ${checkpoint.treeSize} leaves; the mirror has ${kept.size} that it had signed.`,
      { offered, firstBadLeaf: (await findBadLeaf(source, store, checkpoint.treeSize)) ?? checkpoint.treeSize },
    );
  }
  const beyond = heads.find(({ treeSize }) => treeSize > checkpoint.treeSize);
  if (beyond) {
    throw new AlarmError(
      'rollback',
      `日志只有 ${checkpoint.treeSize} 片叶子;${nameOf(beyond).zh}已有 ${beyond.treeSize} 片。`,
      `The log has ${checkpoint.treeSize} leaves; ${nameOf(beyond).en} has ${beyond.treeSize}.`,
      { offered, firstBadLeaf: checkpoint.treeSize },
    );
  }
  const edge = kept.copy();
  const missed = await takeLeaves(source, store, edge, checkpoint, heads);
  const root = edge.root();
  if (missed || !equalBytes(root, checkpoint.rootHash)) {
    const firstBadLeaf = await findBadLeaf(source, store, kept.size);
    store.dropUncounted();
    throw missed && equalBytes(root, checkpoint.rootHash) ? differs(missed, offered, firstBadLeaf) : forked(checkpoint, kept.size, offered, firstBadLeaf);
  }
  if (checkpoint.treeSize > kept.size || store.state.checkpoint === null) store.advance({ ...store.state, checkpoint: offered, edge });
}

function readSigned(offered: string, key: VerifierKey): Checkpoint {
  try {
    const checkpoint = parseCheckpoint(offered);
    if (checkpoint.origin === key.name && isSignedBy(checkpoint.note, key)) return checkpoint;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  throw new AlarmError('keyChanged', '检查点不是由此日志的公钥签名。', "The checkpoint is not signed by the log's key.", { offered });
}

/** Appends all leaves up to the checkpoint. @returns the first kept head that the log does not pass through */
async function takeLeaves(source: LogReader, store: MirrorStore, edge: TreeEdge, { treeSize }: Checkpoint, heads: readonly KeptHead[]): Promise<KeptHead | undefined> {
  let missed = heads.find((head) => head.treeSize === edge.size && !equalBytes(head.rootHash, edge.root()));
  missed ??= heads.find((head) => head.treeSize < edge.size && !equalBytes(head.rootHash, store.rootAt(head.treeSize)));
  const lastBundle = Math.ceil(treeSize / tileWidth);
  for (let first = Math.floor(edge.size / tileWidth); edge.size < treeSize; first += bundlesAtOnce) {
    const count = Math.min(bundlesAtOnce, lastBundle - first);
    const bundles = await Promise.all(Array.from({ length: count }, (_, position) => source.bundle(first + position, treeSize).then(decodeBundle).catch(alarmIfGone)));
    const commitments = bundles.flat().slice(edge.size - first * tileWidth);
    store.appendCommitments(commitments);
    for (const commitment of commitments) {
      edge.append(encodeEntry(commitment));
      const head = heads.find((it) => it.treeSize === edge.size);
      if (head && !equalBytes(head.rootHash, edge.root())) missed ??= head;
    }
  }
  return missed;
}

/** A bundle under a signed checkpoint is never gone in an honest log, and never of another format. */
function alarmIfGone(error: unknown): never {
  if (error instanceof MalformedError || (error instanceof HttpError && error.status === 404)) {
    throw new AlarmError('fork', `签名的检查点之下缺少叶子:${error.message}`, `Leaves under the signed checkpoint are missing: ${error.message}`, { offered: error.message });
  }
  throw error;
}

/**
 * Reads the log's first `size` leaves again and holds them against the copy: what was altered long ago, under leaves that nobody asks
 * for any more. @throws AlarmError `fork`, naming the first leaf that differs
 */
export async function auditLog(source: LogReader, store: MirrorStore, size: number): Promise<void> {
  const { checkpoint } = store.state;
  const firstBadLeaf = await findBadLeaf(source, store, size);
  if (firstBadLeaf === null) return;
  throw new AlarmError('fork', `叶子 ${firstBadLeaf} 与镜像的副本不同。`, `Leaf ${firstBadLeaf} is not what the mirror had copied.`, { offered: checkpoint ?? '', firstBadLeaf });
}

/** The first of the kept leaves that the log now shows otherwise; null where it shows them as they were, or does not answer. */
async function findBadLeaf(source: LogReader, store: MirrorStore, end: number): Promise<number | null> {
  const size = Math.min(end, store.state.edge.size);
  for (let start = 0; start < size; start += tileWidth) {
    const width = Math.min(tileWidth, size - start);
    const kept = encodeBundle(store.commitments(start, start + width));
    let shown: Uint8Array;
    try {
      shown = await source.bundle(start / tileWidth, start + width);
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return start;
      return null;
    }
    const bad = kept.findIndex((byte, position) => byte !== shown[position]);
    if (bad >= 0) return start + Math.floor(bad / bundleSizeBytes(1));
  }
  return null;
}

const nameOf = ({ by }: KeptHead) => (by === 'contract' ? { zh: '链上合约', en: 'the contract' } : { zh: '本见证方签过名的检查点', en: 'the checkpoint that this witness cosigned' });

function differs(head: KeptHead, offered: string, firstBadLeaf: number | null): AlarmError {
  return new AlarmError(
    head.by === 'contract' ? 'chainDiffers' : 'fork',
    `日志在 ${head.treeSize} 片叶子处的根与${nameOf(head).zh}不符。`,
    `At ${head.treeSize} leaves the log has another root than ${nameOf(head).en}.`,
    { offered, firstBadLeaf },
  );
}

function forked({ treeSize }: Checkpoint, keptSize: number, offered: string, firstBadLeaf: number | null): AlarmError {
  return new AlarmError(
    'fork',
    `日志分叉:镜像已有的 ${keptSize} 片叶子不通向它现在签名的 ${treeSize} 片。`,
    `The log forked: the mirror's ${keptSize} leaves do not lead to the ${treeSize} that it signs now.`,
    { offered, firstBadLeaf },
  );
}
