import { toBase64 } from './bytes.ts';
import { failed, notChecked, passed, type Check } from './check.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Receipt } from './receipt.ts';
import { isSignedBy } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The checkpoint is about the receipt's tree. */
export function checkCheckpoint(receipt: Receipt, checkpoint: Checkpoint): Check {
  return checkpoint.treeSize === receipt.treeSize && toBase64(checkpoint.rootHash) === receipt.rootHash
    ? passed('checkpoint', `检查点“${checkpoint.origin}”的大小和根与回执一致。`, `The checkpoint of ${checkpoint.origin} has the receipt's size and root.`)
    : failed('checkpoint', '检查点的大小或根与回执不一致。', 'The checkpoint has another size or root than the receipt.');
}

/** The checkpoint is signed by the key that the reader trusts; a key that came with the receipt would prove nothing. */
export function checkSignature(checkpoint: Checkpoint, key: VerifierKey | undefined): Check {
  if (!key) return notChecked('signature', '未给出可信的日志公钥,签名未核对。', 'No trusted log key was given, so the signature was not checked.');
  return key.name === checkpoint.origin && isSignedBy(checkpoint.note, key)
    ? passed('signature', `检查点由可信公钥 ${key.name} 签名。`, `The checkpoint is signed by the trusted key ${key.name}.`)
    : failed('signature', '检查点不是由您信任的公钥签名。', 'The checkpoint is not signed by the key you trust.');
}
