import { checkAnchor, checkContract } from './check-anchor.ts';
import { checkLeaf } from './check-leaf.ts';
import { checkCheckpoint, checkSignature } from './check-signature.ts';
import { failed, type Check, type Sentence } from './check.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { openJsonRpc } from './json-rpc.ts';
import { MalformedError } from './malformed.ts';
import { parseReceipt } from './receipt.ts';
import { parseVerifierKey } from './verifier-key.ts';

/** What the reader was given apart from the receipt; nothing inside a receipt can stand for it. */
export interface Trust {
  /** The log's verifier key, `name+keyId+base64`. */
  readonly key?: string;
  /** Address of the registry contract. */
  readonly contract?: string;
  /** Address of an EVM node that the reader believes. */
  readonly rpc?: string;
}

export interface Verification {
  /**
   * verified: every check passed that the given trust allows, and it names the origin (the key's signature, or the
   * root in the trusted contract). unverified: consistent in itself, origin not established. failed: something is false.
   */
  readonly verdict: 'verified' | 'unverified' | 'failed';
  readonly sentence: Sentence;
  readonly checks: readonly Check[];
}

/**
 * Checks a receipt: event, leaf, inclusion, checkpoint, signature, anchor. Each check says what it found.
 * @throws MalformedError where what the reader trusts is itself malformed; a malformed receipt is a failed one
 */
export async function verifyReceipt(json: unknown, trust: Trust = {}): Promise<Verification> {
  const key = trust.key === undefined ? undefined : parseVerifierKey(trust.key);
  if (trust.contract !== undefined && !/^0x[0-9a-fA-F]{40}$/.test(trust.contract)) throw new MalformedError('contract: not an address');
  const rpc = trust.rpc === undefined ? undefined : openJsonRpc(trust.rpc);

  let receipt, checkpoint: Checkpoint;
  try {
    receipt = parseReceipt(json);
    checkpoint = parseCheckpoint(receipt.checkpoint);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return conclude([failed('checkpoint', `回执格式有误:${error.message}`, `The receipt is malformed: ${error.message}`)], trust);
  }
  return conclude(
    [
      ...checkLeaf(receipt),
      checkCheckpoint(receipt, checkpoint),
      checkSignature(checkpoint, key),
      checkContract(receipt.anchor, trust.contract),
      ...(await checkAnchor(receipt, checkpoint.origin, rpc)),
    ],
    trust,
  );
}

function conclude(checks: readonly Check[], trust: Trust): Verification {
  const has = (id: Check['id']): boolean => checks.some((check) => check.id === id && check.outcome === 'passed');
  const signed = has('signature');
  const anchored = has('contract') && has('chain') && has('block') && has('anchored') && has('head');
  if (checks.some(({ outcome }) => outcome === 'failed')) {
    return { verdict: 'failed', sentence: { zh: '未通过:回执不可信。', en: 'Failed: the receipt is not to be believed.' }, checks };
  }
  // A chain that the reader named and that could not be asked leaves a question open, whatever the signature says.
  const chainOpen = trust.rpc !== undefined && !has('head');
  if ((signed || anchored) && !chainOpen) return { verdict: 'verified', sentence: provedBy(signed, anchored), checks };
  const sentence = signed
    ? { zh: '自身一致且由日志签名,但在您给出的链上未能核实。', en: 'Signed by the log, but not confirmed on the chain you named.' }
    : { zh: '自身一致,来源未核实。', en: 'Consistent, origin not verified.' };
  return { verdict: 'unverified', sentence, checks };
}

function provedBy(signed: boolean, anchored: boolean): Sentence {
  if (signed && anchored) return { zh: '已核实:由日志签名,并锚定在您信任的合约中。', en: 'Verified: signed by the log and anchored in the contract you trust.' };
  if (signed) return { zh: '已核实:由日志签名。是否锚定在您信任的合约中未核对。', en: 'Verified: signed by the log. Not checked against a contract you trust.' };
  return { zh: '已核实:锚定在您信任的合约中。日志签名未核对。', en: "Verified: anchored in the contract you trust. The log's signature was not checked." };
}
