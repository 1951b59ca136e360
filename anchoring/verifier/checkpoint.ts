import { fromBase64, toBase64 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { hashSizeBytes } from './merkle.ts';
import { parseNote, type SignedNote } from './signed-note.ts';

/** What a log's signature promises: the first `treeSize` leaves hash to `rootHash` (C2SP tlog-checkpoint). */
export interface TreeHead {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
}

export interface Checkpoint extends TreeHead {
  readonly note: SignedNote;
}

/** The text of a checkpoint, that which is signed. */
export function formatCheckpoint({ origin, treeSize, rootHash }: TreeHead): string {
  return `${origin}\n${treeSize}\n${toBase64(rootHash)}\n`;
}

/** Reads a signed checkpoint without trusting it. @throws MalformedError */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text);
  const [origin = '', size = '', root = '', ...extensions] = note.text.slice(0, -1).split('\n');
  if (origin === '') throw new MalformedError('the checkpoint has no origin');
  const treeSize = Number(size);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(treeSize)) throw new MalformedError('the checkpoint has no tree size');
  const rootHash = fromBase64(root);
  if (rootHash.length !== hashSizeBytes) throw new MalformedError('the checkpoint has no root hash');
  if (extensions.includes('')) throw new MalformedError('an extension line of the checkpoint is empty');
  return { origin, treeSize, rootHash, note };
}
