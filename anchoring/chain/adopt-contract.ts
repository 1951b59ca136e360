import { appendEvent } from '@gbc/events';
import { AnchoringError } from '../anchoring-error.ts';
import { markContract, readCurrentContract, recordContract, type ContractRow } from './contract-rows.ts';
import type { DeployParts } from './deploy.ts';
import { callData, hashOrigin, readOwnership, readPendingKey } from './registry.ts';
import { signTransaction } from './transaction.ts';

/**
 * Takes up a registry that a person has deployed: one of this log's origin, in which our key may anchor, or was offered to.
 * An offer is accepted, which takes a block: until then there is no contract.
 * @returns undefined while that is under way
 * @throws AnchoringError `anchor.contractMissing`, `anchor.notOurContract`
 */
export async function adoptContract(parts: DeployParts, chainId: number, address: string): Promise<ContractRow | undefined> {
  const { database, node, key, origin } = parts;
  const current = await readCurrentContract(database.read, chainId);
  if (current?.state === 'deployed' && current.address === address) return current;
  if (!(await node.hasCode(address))) throw new AnchoringError('anchor.contractMissing', `chain ${chainId} has no contract at ${address}`, { address });
  const { originHash, anchorKey } = await readOwnership(node, address);
  const mayAnchor = anchorKey === key.address;
  if (originHash !== hashOrigin(origin) || (!mayAnchor && (await readPendingKey(node, address)) !== key.address)) {
    throw new AnchoringError('anchor.notOurContract', `the contract ${address} is of another origin, or its right to anchor was not offered to ${key.address}`, { address });
  }
  if (mayAnchor) return takeUp(parts, current, chainId, address);
  // The same transaction until a block has it: what is signed again has the same nonce.
  const { signedTx, txHash } = await signTransaction(node, key, chainId, { to: address, data: callData({ name: 'acceptAnchorKey' }) });
  if (!(await node.knows(txHash))) await node.send(signedTx);
  return undefined;
}

async function takeUp({ database, env }: DeployParts, current: ContractRow | undefined, chainId: number, address: string): Promise<ContractRow> {
  const contract: ContractRow = { id: env.newId(), chainId, address, state: 'deployed', deployment: null, sentAt: env.now() };
  await database.transaction(async (tx) => {
    const query = tx.query.bind(tx);
    if (current) await markContract(query, current.id, 'abandoned');
    await recordContract(query, contract);
    await appendEvent(tx, env, { type: 'contractDeployed', actor: { kind: 'system', name: 'anchoring' }, data: { chainId, address, previousAddress: current?.address ?? null } });
  });
  return contract;
}
