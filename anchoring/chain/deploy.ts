import { getAddress, getCreateAddress } from 'ethers/address';
import { appendEvent, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { adoptContract } from './adopt-contract.ts';
import { markContract, readCurrentContract, readForgottenAddress, recordContract, recordRedeployment, type ContractRow } from './contract-rows.ts';
import type { EvmNode } from './evm-node.ts';
import { deploymentData } from './registry.ts';
import type { SendingKey } from './sending-key.ts';
import { needsReplacement, settle, signReplacement, signTransaction } from './transaction.ts';

export interface DeployParts {
  readonly database: Database;
  readonly env: Environment;
  readonly node: EvmNode;
  readonly key: SendingKey;
  readonly origin: string;
  /** A registry that a person has deployed; undefined deploys one of our own. */
  readonly contract: string | undefined;
  /** Who may halt the contract; nobody where it is undefined. */
  readonly regulator: string | undefined;
  /** A transaction that waits longer than this gets a higher fee. */
  readonly stuckAfterMs: number;
}

/**
 * Goes one step towards a contract on this chain: takes up the one that was named; else signs and writes down, sends, or sees mined (an event).
 * @returns the contract once it stands, undefined while it is under way
 */
export async function ensureContract(parts: DeployParts, chainId: number): Promise<ContractRow | undefined> {
  if (parts.contract !== undefined) return adoptContract(parts, chainId, getAddress(parts.contract));
  const current = await readCurrentContract(parts.database.read, chainId);
  if (current?.state === 'deployed') return current;
  return current?.deployment ? follow(parts, current, current.deployment) : begin(parts, chainId);
}

async function begin({ database, env, node, key, origin, regulator }: DeployParts, chainId: number): Promise<undefined> {
  const { txHash, signedTx, nonce } = await signTransaction(node, key, chainId, { data: deploymentData(origin, regulator) });
  const address = getCreateAddress({ from: key.address, nonce });
  await recordContract(database.read, { id: env.newId(), chainId, address, state: 'sent', deployment: { txHash, signedTx }, sentAt: env.now() });
  await node.send(signedTx);
}

async function follow({ database, env, node, key, stuckAfterMs }: DeployParts, contract: ContractRow, deployment: NonNullable<ContractRow['deployment']>): Promise<ContractRow | undefined> {
  const settlement = await settle(node, key.address, deployment);
  if (needsReplacement(settlement, contract, env.now(), stuckAfterMs)) {
    const replacement = await signReplacement(node, key, deployment.signedTx);
    if (!replacement) return undefined;
    await recordRedeployment(database.read, contract.id, replacement, env.now());
    await node.send(replacement.signedTx);
    return undefined;
  }
  if (settlement.kind === 'waiting') return undefined;
  if (settlement.kind !== 'mined' || !settlement.transaction.succeeded || !(await node.hasCode(contract.address))) {
    await markContract(database.read, contract.id, 'abandoned');
    return undefined;
  }
  const { chainId, address } = contract;
  await database.transaction(async (tx) => {
    const previousAddress = await readForgottenAddress(tx.query.bind(tx), chainId);
    await markContract(tx.query.bind(tx), contract.id, 'deployed');
    await appendEvent(tx, env, { type: 'contractDeployed', actor: { kind: 'system', name: 'anchoring' }, data: { chainId, address, previousAddress } });
  });
  return { ...contract, state: 'deployed' };
}
