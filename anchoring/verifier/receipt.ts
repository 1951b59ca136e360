import { readCount, readHash, readHex, readObject, readProof, readText, type JsonObject } from './json-fields.ts';
import { MalformedError } from './malformed.ts';

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
  const receipt = readObject(json, 'receipt');
  if (receipt['version'] !== 1) throw new MalformedError('version: only 1 is known');
  return {
    version: 1,
    id: readText(receipt, 'id'),
    event: readText(receipt, 'event'),
    salt: readHash(receipt['salt'], 'salt'),
    leafIndex: readCount(receipt, 'leafIndex'),
    leafHash: readHash(receipt['leafHash'], 'leafHash'),
    treeSize: readCount(receipt, 'treeSize'),
    rootHash: readHash(receipt['rootHash'], 'rootHash'),
    inclusionProof: readProof(receipt, 'inclusionProof'),
    checkpoint: readText(receipt, 'checkpoint'),
    anchor: receipt['anchor'] === null ? null : parseAnchor(readObject(receipt['anchor'], 'anchor')),
    ...(receipt['supersedes'] === undefined ? {} : { supersedes: readText(receipt, 'supersedes') }),
  };
}

/** @throws MalformedError naming the member */
export function parseAnchor(anchor: JsonObject): Anchor {
  return {
    chainId: readCount(anchor, 'chainId'),
    contract: readHex(anchor, 'contract', 20),
    blockNumber: readCount(anchor, 'blockNumber'),
    blockHash: readHex(anchor, 'blockHash', 32),
    blockTime: readText(anchor, 'blockTime'),
    txHash: readHex(anchor, 'txHash', 32),
  };
}
