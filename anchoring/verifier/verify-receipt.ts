import { checkAnchor, checkContract } from './check-anchor.ts';
import { checkLeaf } from './check-leaf.ts';
import { checkCheckpoint, checkSignature } from './check-signature.ts';
import { failed } from './check.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { MalformedError } from './malformed.ts';
import { parseReceipt } from './receipt.ts';
import { readTrust, type Trust } from './trust.ts';
import { conclude, type Verification } from './verdict.ts';

/**
 * Checks a receipt: event, leaf, inclusion, checkpoint, signature, anchor. Each check says what it found. Witnesses and a
 * block's hash are matters of a packet: a receipt leaves them open.
 * @throws MalformedError where what the reader trusts is itself malformed; a malformed receipt is a failed one
 */
export async function verifyReceipt(json: unknown, trust: Trust = {}): Promise<Verification> {
  const means = readTrust(trust);
  let receipt, checkpoint: Checkpoint;
  try {
    receipt = parseReceipt(json);
    checkpoint = parseCheckpoint(receipt.checkpoint);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return conclude([failed('checkpoint', `回执格式有误:${error.message}`, `The receipt is malformed: ${error.message}`)], means);
  }
  const checks = [
    ...checkLeaf(receipt),
    checkCheckpoint(receipt, checkpoint),
    checkSignature(checkpoint, means.key),
    checkContract(receipt.anchor, means.contract),
    ...(await checkAnchor(receipt, checkpoint.origin, means.rpc)),
  ];
  return conclude(checks, means);
}
