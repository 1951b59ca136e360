import { isCose } from './cose-receipt.ts';
import { isPacket } from './packet.ts';
import type { Trust } from './trust.ts';
import type { Verification } from './verdict.ts';
import { verifyCoseReceipt } from './verify-cose-receipt.ts';
import { verifyPacket, type PacketVerification } from './verify-packet.ts';
import { verifyReceipt } from './verify-receipt.ts';

/**
 * Checks a file of evidence, whichever it is: an audit packet, the receipt of one event, or a COSE Receipt.
 * @throws MalformedError as they do; SyntaxError where the file is neither COSE nor JSON
 */
export async function verifyFile(file: Uint8Array, trust: Trust = {}): Promise<Verification | PacketVerification> {
  return isCose(file) ? verifyCoseReceipt(file, trust) : verify(JSON.parse(new TextDecoder().decode(file)), trust);
}

/** Checks evidence in JSON: an audit packet, or the receipt of one event. @throws MalformedError as they do */
export function verify(json: unknown, trust: Trust = {}): Promise<Verification | PacketVerification> {
  return isPacket(json) ? verifyPacket(json, trust) : verifyReceipt(json, trust);
}
