import { fromBase64, toHex } from './bytes.ts';
import { checkEvents } from './check-events.ts';
import { checkSubject } from './check-subject.ts';
import { failed, notChecked, passed, type Check } from './check.ts';
import { coseSignedBytes, parseCoseReceipt, type CoseReceipt } from './cose-receipt.ts';
import { commitToEvent, encodeEntry } from './entry.ts';
import { rootOfPath } from './inclusion.ts';
import { MalformedError } from './malformed.ts';
import { hashLeaf } from './merkle.ts';
import { reportOf } from './packet-report.ts';
import { verifySignature } from './signed-note.ts';
import { readTrust, type Trust } from './trust.ts';
import { conclude } from './verdict.ts';
import type { VerifierKey } from './verifier-key.ts';
import type { PacketVerification } from './verify-packet.ts';

/**
 * Checks a COSE Receipt: every event's path leads to one root, and that root, which the file does not tell, is signed. Of
 * witnesses and chain such a receipt says nothing: who asks for them leaves a question open.
 * @throws MalformedError where what the reader trusts is itself malformed; a malformed receipt is a failed one
 */
export async function verifyCoseReceipt(file: Uint8Array, trust: Trust = {}): Promise<PacketVerification> {
  const means = readTrust(trust);
  let receipt: CoseReceipt;
  try {
    receipt = parseCoseReceipt(file);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { ...conclude([failed('checkpoint', `COSE 回执格式有误:${error.message}`, `The COSE Receipt is malformed: ${error.message}`)], means), report: undefined };
  }
  const { origin, treeSize, events, subject } = receipt;
  // All zeros where the first path leads nowhere: no path leads there.
  const head = { origin, treeSize, rootHash: rootOfFirst(receipt) ?? new Uint8Array(32) };
  const checks = [checkSubject({ subject, events }), ...checkEvents(events, head), checkCoseSignature(receipt, head.rootHash, means.key)];
  return { ...conclude(checks, means), report: reportOf({ subject, events, anchor: null }, head, checks, [], means.key?.name) };
}

function rootOfFirst({ treeSize, events: [first] }: CoseReceipt): Uint8Array | undefined {
  if (!first) return undefined;
  const leafHash = hashLeaf(encodeEntry(commitToEvent(fromBase64(first.salt), first.event)));
  return rootOfPath({ leafIndex: first.leafIndex, treeSize, leafHash, proof: first.inclusionProof.map(fromBase64) });
}

function checkCoseSignature({ origin, keyId, protectedHeader, signature }: CoseReceipt, rootHash: Uint8Array, key: VerifierKey | undefined): Check {
  if (!key) return notChecked('signature', '未给出可信的日志公钥,签名未核对。', 'No trusted log key was given, so the signature was not checked.');
  const isSigned = key.name === origin && key.keyId === keyId && verifySignature(signature, coseSignedBytes(protectedHeader, rootHash), key.publicKey);
  return isSigned
    ? passed('signature', `根 ${toHex(rootHash)} 由可信公钥 ${key.name} 签名。`, `The root ${toHex(rootHash)} is signed by the trusted key ${key.name}.`)
    : failed('signature', '这些事件所通向的根不是由您信任的公钥签名。', 'The root that these events lead to is not signed by the key you trust.');
}
