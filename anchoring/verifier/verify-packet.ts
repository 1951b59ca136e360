import { checkAnchor, checkContract } from './check-anchor.ts';
import { checkBlock } from './check-block.ts';
import { checkEvents } from './check-events.ts';
import { checkSignature } from './check-signature.ts';
import { checkSubject } from './check-subject.ts';
import { checkWitnesses } from './check-witnesses.ts';
import { failed } from './check.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { toBase64 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { parsePacket, type Packet } from './packet.ts';
import { reportOf, type PacketReport } from './packet-report.ts';
import { readTrust, type Trust } from './trust.ts';
import { conclude, type Verification } from './verdict.ts';

export interface PacketVerification extends Verification {
  /** undefined where the packet could not even be read. */
  readonly report: PacketReport | undefined;
}

/**
 * Checks an audit packet: that it is about its subject, every event and proof, the checkpoint's signature, witnesses, and the
 * anchor, offline by the block's header and receipt, and by a node where the reader names one.
 * @throws MalformedError where what the reader trusts is itself malformed; a malformed packet is a failed one
 */
export async function verifyPacket(json: unknown, trust: Trust = {}): Promise<PacketVerification> {
  const means = readTrust(trust);
  let packet: Packet, checkpoint: Checkpoint;
  try {
    packet = parsePacket(json);
    checkpoint = parseCheckpoint(packet.checkpoint);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { ...conclude([failed('checkpoint', `审计包格式有误:${error.message}`, `The packet is malformed: ${error.message}`)], means), report: undefined };
  }
  const { check: witnessCheck, cosignings } = checkWitnesses(checkpoint, packet.witnessed, means);
  const tree = { treeSize: checkpoint.treeSize, rootHash: toBase64(checkpoint.rootHash), anchor: packet.anchor };
  const checks = [
    checkSubject(packet),
    ...checkEvents(packet.events, checkpoint),
    checkSignature(checkpoint, means.key),
    witnessCheck,
    checkContract(packet.anchor, means.contract),
    ...checkBlock(packet.anchor, checkpoint, means.block),
    ...(packet.anchor ? await checkAnchor(tree, checkpoint.origin, means.rpc) : []),
  ];
  return { ...conclude(checks, means), report: reportOf(packet, checkpoint, checks, cosignings, means.key?.name) };
}
