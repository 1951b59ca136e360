import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, toHex } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { anchoredTopic, toWord } from './registry-abi.ts';
import { decodeRlp, encodeRlp, rlpBytes, rlpList, rlpNumber, type RlpItem } from './rlp.ts';
import { readTrieProof } from './trie-proof.ts';

/** What shows, without a node, that a transaction of a block told of an anchor. All of it is 0x-prefixed hex. */
export interface BlockEvidence {
  /** The block's header as RLP; its keccak256 is the block's hash. */
  readonly header: string;
  /** Place of the transaction in the block. */
  readonly transactionIndex: number;
  /** Nodes of the block's trie of receipts, from the root to the transaction's receipt. */
  readonly receiptProof: readonly string[];
}

/** What a header says of its block. */
export interface BlockHeader {
  /** 0x-prefixed hex */
  readonly hash: string;
  readonly number: number;
  readonly time: Date;
  readonly receiptsRoot: Uint8Array;
}

/** @throws MalformedError where it is no header of an Ethereum block */
export function readHeader(header: string): BlockHeader {
  const bytes = fromHex(header);
  const fields = rlpList(decodeRlp(bytes), 'the header');
  if (fields.length < 15) throw new MalformedError('the header has too few fields');
  const receiptsRoot = rlpBytes(fields[5], 'the root of the receipts');
  if (receiptsRoot.length !== 32) throw new MalformedError('the root of the receipts is not 32 bytes');
  return {
    hash: `0x${toHex(keccak_256(bytes))}`,
    number: toNumber(fields[8], 'the block number'),
    time: new Date(toNumber(fields[11], 'the time') * 1_000),
    receiptsRoot,
  };
}

/**
 * Whether the receipt that the proof leads to is of a transaction that succeeded and in which this contract told of this
 * tree. @throws MalformedError where the proof leads nowhere
 */
export function tellsOfAnchor(
  header: BlockHeader,
  { transactionIndex, receiptProof }: BlockEvidence,
  anchored: { readonly contract: string; readonly treeSize: number; readonly rootHash: Uint8Array },
): boolean {
  const receipt = readTrieProof(header.receiptsRoot, encodeRlp(rlpNumber(transactionIndex)), receiptProof.map(fromHex));
  // A typed receipt (EIP-2718) has its type before the list.
  const [status, , , logs] = rlpList(decodeRlp((receipt[0] ?? 0) < 0x80 ? receipt.subarray(1) : receipt), 'the receipt');
  const succeeded = toNumber(status, 'the status') === 1;
  return succeeded && rlpList(logs, 'the logs').some((log) => {
    const [address, topics, data] = rlpList(log, 'a log');
    const [topic, size] = rlpList(topics, 'the topics').map((item) => hexOf(item));
    return (
      hexOf(address) === anchored.contract.toLowerCase() &&
      topic === anchoredTopic &&
      size === toWord(anchored.treeSize) &&
      hexOf(data) === `0x${toHex(anchored.rootHash)}`
    );
  });
}

const hexOf = (item: RlpItem | undefined): string => `0x${toHex(rlpBytes(item, 'a field'))}`;

function toNumber(item: RlpItem | undefined, name: string): number {
  const bytes = rlpBytes(item, name);
  const value = bytes.length === 0 ? 0 : Number(`0x${toHex(bytes)}`);
  if (!Number.isSafeInteger(value)) throw new MalformedError(`${name} is too large`);
  return value;
}
