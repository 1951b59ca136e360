import { readHeader, tellsOfAnchor, type BlockHeader } from './block-evidence.ts';
import { failed, notChecked, passed, type Check } from './check.ts';
import type { Checkpoint } from './checkpoint.ts';
import { MalformedError } from './malformed.ts';
import type { PacketAnchor } from './packet.ts';

/**
 * What a packet shows of its anchor without a node: the header hashes to the block that it names, and the block's receipts
 * hold the contract's word for this very tree. That the block is of a chain that the reader believes stands or falls with
 * `block`, its hash as looked up elsewhere, or with a node.
 */
export function checkBlock(anchor: PacketAnchor | null, checkpoint: Checkpoint, block: string | undefined): Check[] {
  if (!anchor) return [notChecked('header', '尚未锚定到链上。', 'It is not anchored on a chain yet.')];
  const { evidence } = anchor;
  if (!evidence) return [notChecked('header', '包中没有区块头和交易回执。', 'The packet has no block header and transaction receipt.')];
  let header: BlockHeader;
  let tells: boolean;
  try {
    header = readHeader(evidence.header);
    tells = tellsOfAnchor(header, evidence, { contract: anchor.contract, treeSize: checkpoint.treeSize, rootHash: checkpoint.rootHash });
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return [failed('transaction', `区块头或交易回执不成立:${error.message}`, `Block header or transaction receipt fails: ${error.message}`)];
  }
  const isNamed = header.hash === anchor.blockHash.toLowerCase() && header.number === anchor.blockNumber && header.time.getTime() === Date.parse(anchor.blockTime);
  return [
    isNamed
      ? passed('header', `区块头的哈希就是 ${anchor.blockHash},时间 ${anchor.blockTime}。`, `The header hashes to ${anchor.blockHash}, time ${anchor.blockTime}.`)
      : failed('header', '区块头与所称的区块不符。', 'The header is not that of the block it names.'),
    tells
      ? passed('transaction', `该区块的交易回执中,合约记录了此根(大小 ${checkpoint.treeSize})。`, `In a receipt of that block the contract recorded this root (size ${checkpoint.treeSize}).`)
      : failed('transaction', '该区块的交易回执中没有此根。', 'The receipt in that block does not tell of this root.'),
    ...(block === undefined ? [] : [checkBlockHash(anchor, block)]),
  ];
}

const checkBlockHash = (anchor: PacketAnchor, block: string): Check =>
  anchor.blockHash.toLowerCase() === block.toLowerCase()
    ? passed('block', '区块就是您查到的那一个。', 'The block is the one you looked up.')
    : failed('block', '区块不是您查到的那一个。', 'The block is not the one you looked up.');
