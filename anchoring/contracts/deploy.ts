/**
 * `node anchoring/contracts/deploy.ts --rpc URL --origin O --key-file F [--regulator A] [--anchor-key A]`: deploys a registry to any
 * EVM chain and prints its address. The key of the file (made when missing) pays; it becomes the anchoring key, and offers that to
 * `--anchor-key` where one is named, which has to accept it. Exits 1 where the chain refuses or the key can't pay.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openJsonRpc } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { getAddress, getCreateAddress } from 'ethers/address';
import { EvmNode } from '../chain/evm-node.ts';
import { deploymentData, offerData } from '../chain/registry.ts';
import { loadSendingKey, type SendingKey } from '../chain/sending-key.ts';
import { settle, signTransaction, type SignedTransaction } from '../chain/transaction.ts';

const pollMs = 500;

async function mine(node: EvmNode, key: SendingKey, transaction: SignedTransaction): Promise<void> {
  for (;;) {
    const settlement = await settle(node, key.address, transaction);
    if (settlement.kind === 'mined' && settlement.transaction.succeeded) return;
    if (settlement.kind !== 'waiting') throw new Error(`the transaction ${transaction.txHash} was not taken: ${settlement.kind}`);
    await sleep(pollMs);
  }
}

/** Deploys a registry and answers its address. @throws AnchoringError `anchor.keyInvalid`, `anchor.walletEmpty` */
export async function deployRegistry(it: { readonly rpc: string; readonly origin: string; readonly keyFile: string; readonly regulator?: string; readonly anchorKey?: string }): Promise<string> {
  const node = new EvmNode(openJsonRpc(it.rpc));
  const key = await loadSendingKey(systemEnvironment, it.keyFile);
  const chainId = await node.chainId();
  const deployment = await signTransaction(node, key, chainId, { data: deploymentData(it.origin, it.regulator && getAddress(it.regulator)) });
  await mine(node, key, deployment);
  const address = getCreateAddress({ from: key.address, nonce: deployment.nonce });
  if (it.anchorKey) await mine(node, key, await signTransaction(node, key, chainId, { to: address, data: offerData(getAddress(it.anchorKey)) }));
  return address;
}

if (process.argv[1] === import.meta.filename) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { rpc: text, origin: text, 'key-file': text, regulator: text, 'anchor-key': text } });
  const { rpc, origin, 'key-file': keyFile, regulator, 'anchor-key': anchorKey } = values;
  if (!rpc || !origin || !keyFile) {
    process.stderr.write('usage: node anchoring/contracts/deploy.ts --rpc URL --origin ORIGIN --key-file FILE [--regulator ADDRESS] [--anchor-key ADDRESS]\n');
    process.exit(2);
  }
  try {
    process.stdout.write(`${await deployRegistry({ rpc, origin, keyFile, ...(regulator ? { regulator } : {}), ...(anchorKey ? { anchorKey } : {}) })}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
