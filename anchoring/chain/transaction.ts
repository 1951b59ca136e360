import { JsonRpcError } from '@gbc/anchoring-verifier';
import { Transaction } from 'ethers/transaction';
import type { EvmNode, MinedTransaction } from './evm-node.ts';
import type { SendingKey } from './sending-key.ts';

/** A transaction that is signed and can be sent, again and again with the same effect. */
export interface SignedTransaction {
  readonly txHash: string;
  readonly signedTx: string;
  readonly nonce: number;
}

/** Signs, but does not send, so that the caller can write it down first. Throws JsonRpcError where it would revert. */
export async function signTransaction(
  node: EvmNode,
  key: SendingKey,
  chainId: number,
  call: { readonly to?: string; readonly data: string },
): Promise<SignedTransaction> {
  const [nonce, gas, fees] = await Promise.all([node.nonce(key.address), node.estimateGas({ from: key.address, ...call }), suggestFees(node)]);
  // A fifth more than estimated: the head of the contract may move from cold to warm and back between the two.
  const transaction = Transaction.from({ chainId, nonce, gasLimit: (gas * 6n) / 5n, ...fees, ...call });
  transaction.signature = key.signingKey.sign(transaction.unsignedHash);
  return { txHash: transaction.hash as string, signedTx: transaction.serialized, nonce };
}

/** Twice the base fee survives six full blocks in a row; what is not used is not paid. */
async function suggestFees(node: EvmNode) {
  const gasPrice = await node.gasPrice();
  const baseFee = (await node.block('latest'))?.baseFee;
  if (baseFee === undefined) return { type: 0, gasPrice };
  const maxPriorityFeePerGas = gasPrice > baseFee ? gasPrice - baseFee : 0n;
  return { type: 2, maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas, maxPriorityFeePerGas };
}

export type Settlement =
  | { readonly kind: 'mined'; readonly transaction: MinedTransaction }
  /** Not in a block yet; the node has it. */
  | { readonly kind: 'waiting' }
  /** It can never be mined: its nonce was used by another, or the chain has gone back behind it. */
  | { readonly kind: 'lost' };

/** Finds out what became of a transaction that was written down, and sends it where the node doesn't know it. */
export async function settle(node: EvmNode, sender: string, { txHash, signedTx }: { readonly txHash: string; readonly signedTx: string }): Promise<Settlement> {
  const found = await node.mined(txHash);
  if (found) return { kind: 'mined', transaction: found };
  if (await node.knows(txHash)) return { kind: 'waiting' };
  if ((await node.nonce(sender)) !== Transaction.from(signedTx).nonce) {
    // Between the two questions it may have been mined.
    const transaction = await node.mined(txHash);
    return transaction ? { kind: 'mined', transaction } : { kind: 'lost' };
  }
  try {
    await node.send(signedTx);
  } catch (error) {
    if (!(error instanceof JsonRpcError) || !(await node.knows(txHash))) throw error;
  }
  return { kind: 'waiting' };
}
