import { fromBase64, toBase64 } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { hashSizeBytes } from './merkle.ts';

/** Where on a chain the checkpoint of a receipt was anchored. Hashes and address are 0x-prefixed hex. */
export interface Anchor {
  readonly chainId: number;
  readonly contract: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** ISO 8601, UTC */
  readonly blockTime: string;
  readonly txHash: string;
}

/** The proof that one event stands in the log; JSON, so that it can be kept, mailed and checked anywhere. */
export interface Receipt {
  readonly version: 1;
  readonly id: string;
  /** The canonical text of the event, byte for byte. */
  readonly event: string;
  /** base64, 32 bytes */
  readonly salt: string;
  readonly leafIndex: number;
  /** base64 */
  readonly leafHash: string;
  readonly treeSize: number;
  /** base64 */
  readonly rootHash: string;
  /** base64 hashes, from the leaf's sibling up */
  readonly inclusionProof: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
  /** null while no chain has the checkpoint. */
  readonly anchor: Anchor | null;
  /** The receipt that this one replaces. */
  readonly supersedes?: string;
}

/** Reads a receipt without trusting it; members it does not know are left out. @throws MalformedError naming the member */
export function parseReceipt(json: unknown): Receipt {
  const receipt = object(json, 'receipt');
  if (receipt['version'] !== 1) throw new MalformedError('version: only 1 is known');
  const proof = receipt['inclusionProof'];
  if (!Array.isArray(proof) || proof.length > 64) throw new MalformedError('inclusionProof: not a list of at most 64 hashes');
  const supersedes = receipt['supersedes'];
  return {
    version: 1,
    id: text(receipt, 'id'),
    event: text(receipt, 'event'),
    salt: hash(receipt['salt'], 'salt'),
    leafIndex: count(receipt, 'leafIndex'),
    leafHash: hash(receipt['leafHash'], 'leafHash'),
    treeSize: count(receipt, 'treeSize'),
    rootHash: hash(receipt['rootHash'], 'rootHash'),
    inclusionProof: proof.map((item, index) => hash(item, `inclusionProof[${index}]`)),
    checkpoint: text(receipt, 'checkpoint'),
    anchor: receipt['anchor'] === null ? null : parseAnchor(receipt['anchor']),
    ...(supersedes === undefined ? {} : { supersedes: text(receipt, 'supersedes') }),
  };
}

function parseAnchor(json: unknown): Anchor {
  const anchor = object(json, 'anchor');
  return {
    chainId: count(anchor, 'chainId'),
    contract: hex(anchor, 'contract', 20),
    blockNumber: count(anchor, 'blockNumber'),
    blockHash: hex(anchor, 'blockHash', 32),
    blockTime: text(anchor, 'blockTime'),
    txHash: hex(anchor, 'txHash', 32),
  };
}

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedError(`${name}: not an object`);
  return value as Record<string, unknown>;
}

function text(from: Record<string, unknown>, name: string): string {
  const value = from[name];
  if (typeof value !== 'string' || value === '') throw new MalformedError(`${name}: not a text`);
  return value;
}

function count(from: Record<string, unknown>, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new MalformedError(`${name}: not a count`);
  return value;
}

function hex(from: Record<string, unknown>, name: string, sizeBytes: number): string {
  const value = text(from, name);
  if (!/^0x[0-9a-fA-F]*$/.test(value) || value.length !== 2 + 2 * sizeBytes) throw new MalformedError(`${name}: not ${sizeBytes} bytes of hex`);
  return value;
}

function hash(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new MalformedError(`${name}: not a text`);
  const bytes = fromBase64(value);
  if (bytes.length !== hashSizeBytes) throw new MalformedError(`${name}: not 32 bytes`);
  return toBase64(bytes);
}
