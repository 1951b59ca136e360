import { fromBase64, toHex } from './bytes.ts';
import { failed, notChecked, passed, type Check } from './check.ts';
import { JsonRpcError, type JsonRpc } from './json-rpc.ts';
import type { Anchor } from './receipt.ts';
import { anchoredTopic, decodeHead, hashOrigin, headCall, originHashCall, toWord } from './registry-abi.ts';

/** A tree, and where it is said to be anchored. */
export interface AnchoredTree {
  readonly treeSize: number;
  /** base64 */
  readonly rootHash: string;
  readonly anchor: Anchor | null;
}

const same = (a: unknown, b: string): boolean => typeof a === 'string' && a.toLowerCase() === b.toLowerCase();

/** The receipt names the contract that the reader trusts. */
export function checkContract(anchor: Anchor | null, contract: string | undefined): Check {
  if (!contract) return notChecked('contract', '未给出可信的合约地址。', 'No trusted contract was given.');
  if (!anchor) return notChecked('contract', '尚未锚定到链上。', 'It is not anchored on a chain yet.');
  return same(anchor.contract, contract)
    ? passed('contract', '锚定所在合约就是您信任的合约。', 'The anchor is in the contract you trust.')
    : failed('contract', `锚定在另一个合约 ${anchor.contract}。`, `The anchor is in another contract, ${anchor.contract}.`);
}

/**
 * Asks a node of the reader's choice: it is the right chain with the log's contract on it, the block is still part of
 * it, the contract told of this very root in that block, and has not lost it since.
 */
export async function checkAnchor(tree: AnchoredTree, origin: string, rpc: JsonRpc | undefined): Promise<Check[]> {
  const { anchor } = tree;
  if (!anchor) return [notChecked('anchored', '尚未锚定到链上。', 'It is not anchored on a chain yet.')];
  if (!rpc) return [notChecked('anchored', '未给出链节点地址,锚定未核对。', 'No chain node was given, so the anchor was not checked.')];
  const checks: Check[] = [];
  for (const check of [checkChain, checkBlock, checkAnchored, checkHead]) {
    try {
      checks.push(await check(tree, anchor, origin, rpc));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof JsonRpcError) checks.push(failed('chain', `链节点拒绝了查询:${reason}`, `The chain node refused the question: ${reason}`));
      else return [...checks, notChecked('anchored', `无法询问链节点:${reason}`, `The chain node could not be asked: ${reason}`)];
    }
  }
  return checks;
}

async function checkChain(_tree: AnchoredTree, anchor: Anchor, origin: string, rpc: JsonRpc): Promise<Check> {
  const chainId = Number(await rpc('eth_chainId', []));
  if (chainId !== anchor.chainId) return failed('chain', `节点属于链 ${chainId},不是 ${anchor.chainId}。`, `The node is of chain ${chainId}, not ${anchor.chainId}.`);
  const code = await rpc('eth_getCode', [anchor.contract, 'latest']);
  if (typeof code !== 'string' || code.length <= 2) return failed('chain', '链上没有该合约。', 'There is no such contract on the chain.');
  const originHash = await rpc('eth_call', [{ to: anchor.contract, data: originHashCall }, 'latest']);
  return same(originHash, hashOrigin(origin))
    ? passed('chain', `链 ${chainId} 上的合约属于日志“${origin}”。`, `The contract on chain ${chainId} belongs to the log ${origin}.`)
    : failed('chain', '合约属于另一个日志。', 'The contract belongs to another log.');
}

async function checkBlock(_tree: AnchoredTree, anchor: Anchor, _origin: string, rpc: JsonRpc): Promise<Check> {
  const block = (await rpc('eth_getBlockByNumber', [`0x${anchor.blockNumber.toString(16)}`, false])) as { hash?: unknown; timestamp?: unknown } | null;
  const time = block ? new Date(Number(block.timestamp) * 1000) : undefined;
  return block && same(block.hash, anchor.blockHash) && time?.getTime() === Date.parse(anchor.blockTime)
    ? passed('block', `区块 ${anchor.blockNumber} 仍在链上,时间 ${anchor.blockTime}。`, `Block ${anchor.blockNumber} is on the chain, time ${anchor.blockTime}.`)
    : failed('block', `区块 ${anchor.blockNumber} 已不在链上或内容不同。`, `Block ${anchor.blockNumber} is not on the chain or differs.`);
}

interface TransactionReceipt {
  readonly status?: unknown;
  readonly blockHash?: unknown;
  readonly logs?: readonly { readonly address?: unknown; readonly topics?: readonly unknown[]; readonly data?: unknown }[];
}

async function checkAnchored(tree: AnchoredTree, anchor: Anchor, _origin: string, rpc: JsonRpc): Promise<Check> {
  const found = (await rpc('eth_getTransactionReceipt', [anchor.txHash])) as TransactionReceipt | null;
  const root = `0x${toHex(fromBase64(tree.rootHash))}`;
  const told = found?.logs?.some(
    (log) => same(log.address, anchor.contract) && same(log.topics?.[0], anchoredTopic) && same(log.topics?.[1], toWord(tree.treeSize)) && same(log.data, root),
  );
  return told && found?.status === '0x1' && same(found.blockHash, anchor.blockHash)
    ? passed('anchored', `合约在该区块记录了此检查点的根(大小 ${tree.treeSize})。`, `The contract recorded this checkpoint's root in that block (size ${tree.treeSize}).`)
    : failed('anchored', '该区块中没有此检查点根的锚定记录。', "That block holds no record of this checkpoint's root.");
}

async function checkHead(tree: AnchoredTree, anchor: Anchor, _origin: string, rpc: JsonRpc): Promise<Check> {
  const head = decodeHead(await rpc('eth_call', [{ to: anchor.contract, data: headCall }, 'latest']));
  const root = `0x${toHex(fromBase64(tree.rootHash))}`;
  return head.size > tree.treeSize || (head.size === tree.treeSize && head.root === root)
    ? passed('head', `合约当前已锚定 ${head.size} 片叶子。`, `The contract now stands at ${head.size} leaves.`)
    : failed('head', '合约当前状态不包含此检查点。', "The contract's head does not cover this checkpoint.");
}
