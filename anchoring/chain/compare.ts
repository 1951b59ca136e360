import { hexlify } from 'ethers/utils';
import { appendEvent, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { readCheckpoint } from '../log/checkpoint-rows.ts';
import type { Log } from '../log/log.ts';
import { markSuperseded, readAnchored, readSent, recordFound, type AnchoredAnchor } from './anchor-rows.ts';
import { markContract, type ContractRow } from './contract-rows.ts';
import type { EvmNode } from './evm-node.ts';
import { anchoredTopics, hashOrigin, readHead, readOwnership } from './registry.ts';
import type { SendingKey } from './sending-key.ts';

export interface CompareParts {
  readonly database: Database;
  readonly env: Environment;
  readonly node: EvmNode;
  readonly key: SendingKey;
  readonly log: Log;
}

/**
 * Holds the chain against our records: the contract is there and ours, its head is a root of our log, the blocks of our
 * anchors are still part of the chain. What the chain forgot is marked superseded, with an event, so that it is
 * anchored again; an anchor that we forgot is taken up.
 * @returns whether the contract still stands
 * @throws AnchoringError `anchor.notOurContract`, `anchor.logForked`
 */
export async function compareWithChain(parts: CompareParts, contract: ContractRow): Promise<boolean> {
  const { database, node, key, log } = parts;
  if (!(await node.hasCode(contract.address))) {
    await forgetContract(parts, contract);
    return false;
  }
  const { originHash, anchorKey } = await readOwnership(node, contract.address);
  if (originHash !== hashOrigin(log.status().origin) || anchorKey !== key.address) {
    throw new AnchoringError('anchor.notOurContract', `the contract ${contract.address} has another origin or anchoring key`, { address: contract.address });
  }
  const head = await readHead(node, contract.address);
  await requireOurRoot(log, contract, head);
  const [newest] = await readAnchored(database.read, contract.id, 1);
  const forgotten = newest && !(await isOnChain(node, newest)) ? await findForgotten(parts, contract) : [];
  if (newest && forgotten.length > 0) await forget(parts, contract, forgotten, newest.treeSize, head.size);
  if (head.size > 0) await adopt(parts, contract, head.size);
  return true;
}

async function requireOurRoot(log: Log, contract: ContractRow, head: { readonly size: number; readonly root: string }): Promise<void> {
  if (head.size === 0) return;
  const publishedSize = log.status().head?.treeSize ?? 0;
  const isOurs = head.size <= publishedSize && hexlify(await log.prover().root(head.size)) === head.root;
  if (isOurs) return;
  throw new AnchoringError(
    'anchor.logForked',
    `the contract ${contract.address} stands at ${head.size} leaves with a root that this log of ${publishedSize} leaves does not have`,
    { address: contract.address, anchoredSize: head.size, publishedSize },
  );
}

async function isOnChain(node: EvmNode, anchor: AnchoredAnchor): Promise<boolean> {
  return (await node.block(anchor.blockNumber))?.hash === anchor.blockHash;
}

/** Walks back from the newest anchor; below one whose block is on the chain all are, since a block's hash covers its past. */
async function findForgotten({ database, node }: CompareParts, contract: ContractRow): Promise<string[]> {
  const pageSize = 100;
  const forgotten: string[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const page = await readAnchored(database.read, contract.id, pageSize, offset);
    for (const anchor of page) {
      if (await isOnChain(node, anchor)) return forgotten;
      forgotten.push(anchor.id);
    }
    if (page.length < pageSize) return forgotten;
  }
}

async function forgetContract(parts: CompareParts, contract: ContractRow): Promise<void> {
  const { database } = parts;
  const anchors = await readAnchored(database.read, contract.id, Number.MAX_SAFE_INTEGER);
  const sent = await readSent(database.read, contract.id);
  const ids = [...anchors, ...(sent ? [sent] : [])].map(({ id }) => id);
  await forget(parts, contract, ids, anchors[0]?.treeSize ?? 0, 0, true);
}

async function forget(
  { database, env }: CompareParts,
  contract: ContractRow,
  anchorIds: readonly string[],
  anchoredSize: number,
  foundSize: number,
  contractToo = false,
): Promise<void> {
  await database.transaction(async (tx) => {
    await markSuperseded(tx.query.bind(tx), anchorIds);
    if (contractToo) await markContract(tx.query.bind(tx), contract.id, 'forgotten');
    const { chainId, address } = contract;
    await appendEvent(tx, env, { type: 'chainForgot', actor: { kind: 'system', name: 'anchoring' }, data: { chainId, address, anchoredSize, foundSize } });
  });
}

/** Takes up the contract's head as an anchor of ours where no row has it, as after a database restored from a backup. */
async function adopt({ database, env, node }: CompareParts, contract: ContractRow, treeSize: number): Promise<void> {
  const [newest] = await readAnchored(database.read, contract.id, 1);
  const sent = await readSent(database.read, contract.id);
  if (sent?.treeSize === treeSize || (newest && newest.treeSize >= treeSize)) return;
  const checkpoint = await readCheckpoint(database.read, treeSize);
  const found = checkpoint && (await node.findLog(contract.address, anchoredTopics(treeSize)));
  const transaction = found && (await node.mined(found.txHash));
  const block = transaction && (await node.block(transaction.blockNumber));
  if (!checkpoint || !found || !transaction || !block) return;
  const row = { id: env.newId(), contractId: contract.id, treeSize, rootHash: checkpoint.rootHash, txHash: found.txHash };
  await recordFound(database.read, row, env.now(), transaction, block);
}
