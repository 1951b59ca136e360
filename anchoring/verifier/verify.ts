import { isPacket } from './packet.ts';
import type { Trust } from './trust.ts';
import type { Verification } from './verdict.ts';
import { verifyPacket, type PacketVerification } from './verify-packet.ts';
import { verifyReceipt } from './verify-receipt.ts';

/** Checks a file of evidence, whichever it is: an audit packet, or the receipt of one event. @throws MalformedError as they do */
export function verify(json: unknown, trust: Trust = {}): Promise<Verification | PacketVerification> {
  return isPacket(json) ? verifyPacket(json, trust) : verifyReceipt(json, trust);
}
