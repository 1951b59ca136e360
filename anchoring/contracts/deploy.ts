import { setTimeout as sleep } from 'node:timers/promises';
import { openJsonRpc } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { getAddress, getCreateAddress } from 'ethers/address';
import { EvmNode } from '../chain/evm-node.ts';
import { callData, deploymentData } from '../chain/registry.ts';
import { loadSendingKey, type SendingKey } from '../chain/sending-key.ts';
import { settle, signTransaction } from '../chain/transaction.ts';

const pollMs = 500;

/** What is deployed where, and to whom it is handed over. */
export interface Deployment {
  readonly rpc: string;
  readonly origin: string;
  /** The key that pays; made when missing. */
  readonly keyFile: string;
  /** Who may halt the anchoring. */
  readonly regulator?: string | undefined;
  /** Who is offered the right to anchor; without one it stays with the key that pays. */
  readonly anchorKey?: string | undefined;
}

/** Sends a call and waits until a block has it. @returns its nonce @throws AnchoringError `anchor.walletEmpty`; Error where it was not taken */
export async function transact(node: EvmNode, key: SendingKey, call: { readonly to?: string; readonly data: string }): Promise<number> {
  const transaction = await signTransaction(node, key, await node.chainId(), call);
  for (;;) {
    const settlement = await settle(node, key.address, transaction);
    if (settlement.kind === 'mined' && settlement.transaction.succeeded) return transaction.nonce;
    if (settlement.kind !== 'waiting') throw new Error(`the transaction ${transaction.txHash} was not taken: ${settlement.kind}`);
    await sleep(pollMs);
  }
}

/** Deploys a registry and answers its address. @throws AnchoringError `anchor.keyInvalid`, `anchor.walletEmpty` */
export async function deployRegistry({ rpc, origin, keyFile, regulator, anchorKey }: Deployment): Promise<string> {
  const node = new EvmNode(openJsonRpc(rpc));
  const key = await loadSendingKey(systemEnvironment, keyFile);
  const nonce = await transact(node, key, { data: deploymentData(origin, regulator && getAddress(regulator)) });
  const address = getCreateAddress({ from: key.address, nonce });
  if (anchorKey) await transact(node, key, { to: address, data: callData({ name: 'offerAnchorKey', to: getAddress(anchorKey) }) });
  return address;
}
