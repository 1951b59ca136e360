import type { JsonRpc } from '@gbc/anchoring-verifier';
import { toQuantity } from 'ethers/utils';

export interface Block {
  readonly number: number;
  readonly hash: string;
  readonly time: Date;
  /** Wei; undefined on a chain from before EIP-1559. */
  readonly baseFee: bigint | undefined;
}

export interface MinedTransaction {
  readonly succeeded: boolean;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly gasUsed: bigint;
}

/** The calls to an EVM node that anchoring makes, with their answers read. Errors are those of `openJsonRpc`. */
export class EvmNode {
  readonly #rpc: JsonRpc;

  constructor(rpc: JsonRpc) {
    this.#rpc = rpc;
  }

  async chainId(): Promise<number> {
    return Number(await this.#rpc('eth_chainId', []));
  }

  async blockNumber(): Promise<number> {
    return Number(await this.#rpc('eth_blockNumber', []));
  }

  /** undefined where the chain has no such block. */
  async block(number: number | 'latest'): Promise<Block | undefined> {
    const tag = number === 'latest' ? number : toQuantity(number);
    const block = (await this.#rpc('eth_getBlockByNumber', [tag, false])) as Record<string, string | undefined> | null;
    if (!block) return undefined;
    return {
      number: Number(block['number']),
      hash: String(block['hash']),
      time: new Date(Number(block['timestamp']) * 1_000),
      baseFee: block['baseFeePerGas'] === undefined ? undefined : BigInt(block['baseFeePerGas']),
    };
  }

  /** undefined while the transaction is in no block. */
  async mined(txHash: string): Promise<MinedTransaction | undefined> {
    const receipt = (await this.#rpc('eth_getTransactionReceipt', [txHash])) as Record<string, string> | null;
    if (!receipt?.['blockHash']) return undefined;
    return {
      succeeded: receipt['status'] === '0x1',
      blockNumber: Number(receipt['blockNumber']),
      blockHash: receipt['blockHash'],
      gasUsed: BigInt(receipt['gasUsed'] ?? 0),
    };
  }

  /** Whether the node knows the transaction at all, mined or waiting. */
  async knows(txHash: string): Promise<boolean> {
    return (await this.#rpc('eth_getTransactionByHash', [txHash])) !== null;
  }

  async hasCode(address: string): Promise<boolean> {
    return String(await this.#rpc('eth_getCode', [address, 'latest'])).length > 2;
  }

  /** Answers the call's return data. */
  async call(to: string, data: string): Promise<string> {
    return String(await this.#rpc('eth_call', [{ to, data }, 'latest']));
  }

  /** Transactions of the sender in blocks so far, which is the nonce of the next. */
  async nonce(sender: string): Promise<number> {
    return Number(await this.#rpc('eth_getTransactionCount', [sender, 'latest']));
  }

  /** On top of the newest block, as if nothing waited. Throws JsonRpcError with the revert reason where the transaction would fail. */
  async estimateGas(transaction: { readonly from: string; readonly to?: string; readonly data: string }): Promise<bigint> {
    return BigInt(String(await this.#rpc('eth_estimateGas', [transaction, 'latest'])));
  }

  /** Wei a gas. */
  async gasPrice(): Promise<bigint> {
    return BigInt(String(await this.#rpc('eth_gasPrice', [])));
  }

  async send(signedTx: string): Promise<void> {
    await this.#rpc('eth_sendRawTransaction', [signedTx]);
  }

  /** First log of `address` with these topics: the transaction that made it. */
  async findLog(address: string, topics: readonly string[]): Promise<{ readonly txHash: string } | undefined> {
    const logs = (await this.#rpc('eth_getLogs', [{ address, topics, fromBlock: '0x0', toBlock: 'latest' }])) as { transactionHash: string }[];
    return logs[0] && { txHash: logs[0].transactionHash };
  }

  /** Wei. */
  async balance(address: string): Promise<bigint> {
    return BigInt(String(await this.#rpc('eth_getBalance', [address, 'latest'])));
  }

  /** Gives an account wei out of nothing; only a development node can. */
  async setBalance(address: string, wei: bigint): Promise<void> {
    await this.#rpc('anvil_setBalance', [address, toQuantity(wei)]);
  }
}
