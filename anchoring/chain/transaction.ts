import { JsonRpcError } from '@gbc/anchoring-verifier';
import { Transaction, type TransactionLike } from 'ethers/transaction';
import { AnchoringError } from '../anchoring-error.ts';
import type { EvmNode, MinedTransaction } from './evm-node.ts';
import type { SendingKey } from './sending-key.ts';

/** A transaction that is signed and can be sent, again and again with the same effect. */
export interface SignedTransaction {
  readonly txHash: string;
  readonly signedTx: string;
  readonly nonce: number;
}

/**
 * Signs, but does not send, so that the caller can write it down first. Throws JsonRpcError where it would revert.
 * @throws AnchoringError `anchor.walletEmpty`
 */
export async function signTransaction(
  node: EvmNode,
  key: SendingKey,
  chainId: number,
  call: { readonly to?: string; readonly data: string },
): Promise<SignedTransaction> {
  const [nonce, fees] = await Promise.all([node.nonce(key.address), suggestFees(node)]);
  const gas = await node.estimateGas({ from: key.address, ...call });
  // A fifth more than estimated: the head of the contract may move from cold to warm and back between the two.
  return sign(node, key, { chainId, nonce, gasLimit: (gas * 6n) / 5n, ...fees, ...call });
}

/** What a transaction pays for a unit of gas, in wei. */
type Fees = { readonly type: 0; readonly gasPrice: bigint } | { readonly type: 2; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** Twice the base fee survives six full blocks in a row; what is not used is not paid. */
async function suggestFees(node: EvmNode): Promise<Fees> {
  const gasPrice = await node.gasPrice();
  const baseFee = (await node.block('latest'))?.baseFee;
  if (baseFee === undefined) return { type: 0, gasPrice };
  const maxPriorityFeePerGas = gasPrice > baseFee ? gasPrice - baseFee : 0n;
  return { type: 2, maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas, maxPriorityFeePerGas };
}

/** Nodes take a replacement for at least a tenth more; a quarter leaves room for those that ask more. */
const raised = (fee: bigint): bigint => (fee * 5n) / 4n + 1n;
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
/** Beyond this many times what the chain asks now, the fee is not what a transaction waits for. */
const feeFactorMax = 10n;

/**
 * Signs the same call at the same nonce for a higher fee; undefined where the fee is far above what the chain asks already.
 * @throws AnchoringError `anchor.walletEmpty`
 */
export async function signReplacement(node: EvmNode, key: SendingKey, signedTx: string): Promise<SignedTransaction | undefined> {
  const stuck = Transaction.from(signedTx);
  const now = await suggestFees(node);
  const { chainId, nonce, gasLimit, data } = stuck;
  const call = { chainId, nonce, gasLimit, data, to: stuck.to };
  if (now.type === 0) {
    const gasPrice = larger(now.gasPrice, raised(stuck.gasPrice ?? stuck.maxFeePerGas ?? 0n));
    return gasPrice > feeFactorMax * now.gasPrice ? undefined : sign(node, key, { ...call, type: 0, gasPrice });
  }
  const maxFeePerGas = larger(now.maxFeePerGas, raised(stuck.maxFeePerGas ?? stuck.gasPrice ?? 0n));
  if (maxFeePerGas > feeFactorMax * now.maxFeePerGas) return undefined;
  const maxPriorityFeePerGas = larger(now.maxPriorityFeePerGas, raised(stuck.maxPriorityFeePerGas ?? stuck.gasPrice ?? 0n));
  return sign(node, key, { ...call, type: 2, maxFeePerGas, maxPriorityFeePerGas: maxPriorityFeePerGas < maxFeePerGas ? maxPriorityFeePerGas : maxFeePerGas });
}

async function sign(node: EvmNode, key: SendingKey, it: TransactionLike & Fees & { readonly gasLimit: bigint; readonly nonce: number }): Promise<SignedTransaction> {
  const neededWei = it.gasLimit * (it.type === 0 ? it.gasPrice : it.maxFeePerGas);
  const balanceWei = await node.balance(key.address);
  if (balanceWei < neededWei) {
    const params = { address: key.address, balanceWei: String(balanceWei), neededWei: String(neededWei) };
    throw new AnchoringError('anchor.walletEmpty', `${key.address} has ${balanceWei} wei, an anchor may take ${neededWei}`, params);
  }
  const transaction = Transaction.from(it);
  transaction.signature = key.signingKey.sign(transaction.unsignedHash);
  return { txHash: transaction.hash as string, signedTx: transaction.serialized, nonce: it.nonce };
}

export type Settlement =
  | { readonly kind: 'mined'; readonly transaction: MinedTransaction }
  /** Not in a block yet; the node has it. */
  | { readonly kind: 'waiting' }
  /** The node won't take it: another at its nonce pays as much, or the chain asks more by now. */
  | { readonly kind: 'underpriced' }
  /** It can't be mined: its nonce was used by another, or the chain has gone back behind it. */
  | { readonly kind: 'lost' };

/** Nodes have no code of their own for it (geth, anvil, Besu, Nethermind). */
const underpriced = /underpriced|replacement|fee ?too ?low|less than block base fee/i;

/** Finds out what became of a transaction that was written down, and sends it where the node doesn't know it. */
export async function settle(node: EvmNode, sender: string, { txHash, signedTx }: { readonly txHash: string; readonly signedTx: string }): Promise<Settlement> {
  const found = await node.mined(txHash);
  if (found) return { kind: 'mined', transaction: found };
  // Not the next in turn: used already, or, after a reorganisation, behind others that are gone, where it would wait for ever.
  if ((await node.nonce(sender)) !== Transaction.from(signedTx).nonce) {
    // Between the two questions it may have been mined.
    const transaction = await node.mined(txHash);
    return transaction ? { kind: 'mined', transaction } : { kind: 'lost' };
  }
  if (await node.knows(txHash)) return { kind: 'waiting' };
  try {
    await node.send(signedTx);
  } catch (error) {
    if (!(error instanceof JsonRpcError)) throw error;
    if (await node.knows(txHash)) return { kind: 'waiting' };
    if (underpriced.test(error.message)) return { kind: 'underpriced' };
    throw error;
  }
  return { kind: 'waiting' };
}

/** Whether a transaction that was sent at `sentAt` needs a higher fee to get into a block. */
export function needsReplacement({ kind }: Settlement, { sentAt }: { readonly sentAt: Date }, now: Date, stuckAfterMs: number): boolean {
  return kind === 'underpriced' || (kind === 'waiting' && now.getTime() - sentAt.getTime() >= stuckAfterMs);
}
