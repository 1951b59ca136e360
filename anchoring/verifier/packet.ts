import type { BlockEvidence } from './block-evidence.ts';
import { readCount, readHash, readHex, readList, readObject, readProof, readText, type JsonObject } from './json-fields.ts';
import { MalformedError } from './malformed.ts';
import { parseAnchor, type Anchor } from './receipt.ts';

/** What a packet is about. */
export type PacketSubject =
  | { readonly kind: 'application'; readonly applicationId: string }
  | { readonly kind: 'payment'; readonly applicationId: string; readonly payoutNo: number }
  | { readonly kind: 'model'; readonly processId: string; readonly version: number }
  /** A day in China's time, e.g. `2026-11-22`. */
  | { readonly kind: 'day'; readonly date: string };

/** An event, and the proof that it stands in the tree of the packet's checkpoint. */
export interface PacketEvent {
  readonly leafIndex: number;
  /** The canonical text of the event, byte for byte. */
  readonly event: string;
  /** base64, 32 bytes */
  readonly salt: string;
  /** base64 hashes, from the leaf's sibling up */
  readonly inclusionProof: readonly string[];
}

export interface PacketAnchor extends Anchor {
  /** null where the node that anchored did not give it. */
  readonly evidence: BlockEvidence | null;
}

/** A checkpoint that witnesses have cosigned; its tree begins with the packet's. */
export interface WitnessedCheckpoint {
  /** The signed note with the cosignatures. */
  readonly checkpoint: string;
  /** base64 hashes (RFC 9162 section 2.1.4) */
  readonly consistencyProof: readonly string[];
}

/** All the evidence about one matter in one file, which needs nothing of us to be checked. */
export interface Packet {
  readonly kind: 'audit-packet';
  readonly version: 1;
  readonly subject: PacketSubject;
  /** ISO 8601, UTC */
  readonly issuedAt: string;
  /** The signed note of the tree that every proof leads to. */
  readonly checkpoint: string;
  /** In the order of the log. */
  readonly events: readonly PacketEvent[];
  /** null while no witness has cosigned a tree that holds all of it. */
  readonly witnessed: WitnessedCheckpoint | null;
  /** Where the packet's checkpoint is anchored; null while no chain has it. */
  readonly anchor: PacketAnchor | null;
}

/** Whether JSON calls itself an audit packet. */
export const isPacket = (json: unknown): boolean => typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'audit-packet';

/** Reads a packet without trusting it; members it does not know are left out. @throws MalformedError naming the member */
export function parsePacket(json: unknown): Packet {
  const packet = readObject(json, 'packet');
  if (packet['kind'] !== 'audit-packet') throw new MalformedError('kind: not an audit packet');
  if (packet['version'] !== 1) throw new MalformedError('version: only 1 is known');
  return {
    kind: 'audit-packet',
    version: 1,
    subject: parseSubject(readObject(packet['subject'], 'subject')),
    issuedAt: readText(packet, 'issuedAt'),
    checkpoint: readText(packet, 'checkpoint'),
    events: readList(packet['events'], 'events').map(parseEvent),
    witnessed: packet['witnessed'] === null ? null : parseWitnessed(readObject(packet['witnessed'], 'witnessed')),
    anchor: packet['anchor'] === null ? null : parsePacketAnchor(readObject(packet['anchor'], 'anchor')),
  };
}

/** @throws MalformedError naming the member */
export function parseSubject(subject: JsonObject): PacketSubject {
  switch (subject['kind']) {
    case 'application':
      return { kind: 'application', applicationId: readText(subject, 'applicationId') };
    case 'payment':
      return { kind: 'payment', applicationId: readText(subject, 'applicationId'), payoutNo: readCount(subject, 'payoutNo') };
    case 'model':
      return { kind: 'model', processId: readText(subject, 'processId'), version: readCount(subject, 'version') };
    case 'day': {
      const date = readText(subject, 'date');
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new MalformedError('date: not a day');
      return { kind: 'day', date };
    }
    default:
      throw new MalformedError('subject: not of a known kind');
  }
}

function parseEvent(json: unknown, position: number): PacketEvent {
  const event = readObject(json, `events[${position}]`);
  return {
    leafIndex: readCount(event, 'leafIndex'),
    event: readText(event, 'event'),
    salt: readHash(event['salt'], 'salt'),
    inclusionProof: readProof(event, 'inclusionProof'),
  };
}

const parseWitnessed = (witnessed: JsonObject): WitnessedCheckpoint => ({
  checkpoint: readText(witnessed, 'checkpoint'),
  consistencyProof: readProof(witnessed, 'consistencyProof'),
});

function parsePacketAnchor(anchor: JsonObject): PacketAnchor {
  return { ...parseAnchor(anchor), evidence: anchor['evidence'] === null ? null : parseEvidence(readObject(anchor['evidence'], 'evidence')) };
}

const parseEvidence = (evidence: JsonObject): BlockEvidence => ({
  header: readHex(evidence, 'header'),
  transactionIndex: readCount(evidence, 'transactionIndex'),
  receiptProof: readList(evidence['receiptProof'], 'receiptProof').map((node, position) => readHex({ [`receiptProof[${position}]`]: node }, `receiptProof[${position}]`)),
});
