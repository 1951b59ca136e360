import { encodeRlp, rlpNumber, type BlockEvidence, type JsonRpc, type RlpItem } from '@gbc/anchoring-verifier';
import { keccak256 } from 'ethers/crypto';
import { getBytes, hexlify, toQuantity } from 'ethers/utils';
import { proveReceipt } from './receipt-trie.ts';

type Answer = Readonly<Record<string, unknown>>;

/**
 * A header's fields in the order of their RLP. Forks have only ever added at the end, so a block of any age has a beginning of
 * these; numbers are written without leading zeros, the rest byte for byte.
 */
const headerFields: readonly { readonly name: string; readonly isNumber?: true }[] = [
  { name: 'parentHash' }, { name: 'sha3Uncles' }, { name: 'miner' }, { name: 'stateRoot' }, { name: 'transactionsRoot' },
  { name: 'receiptsRoot' }, { name: 'logsBloom' }, { name: 'difficulty', isNumber: true }, { name: 'number', isNumber: true },
  { name: 'gasLimit', isNumber: true }, { name: 'gasUsed', isNumber: true }, { name: 'timestamp', isNumber: true },
  { name: 'extraData' }, { name: 'mixHash' }, { name: 'nonce' }, { name: 'baseFeePerGas', isNumber: true }, { name: 'withdrawalsRoot' },
  { name: 'blobGasUsed', isNumber: true }, { name: 'excessBlobGas', isNumber: true }, { name: 'parentBeaconBlockRoot' }, { name: 'requestsHash' },
];

/**
 * Fetches what shows without a node that a transaction is in a block: the header, and the way to its receipt in the block's
 * trie of receipts. undefined where the chain has another kind of header or receipt than Ethereum's, or has lost the block;
 * what is answered has been checked against the block's hash.
 * Errors are those of `openJsonRpc`.
 */
export async function fetchBlockEvidence(rpc: JsonRpc, { blockNumber, blockHash, txHash }: { readonly blockNumber: number; readonly blockHash: string; readonly txHash: string }): Promise<BlockEvidence | undefined> {
  const number = toQuantity(blockNumber);
  const [block, receipts] = (await Promise.all([rpc('eth_getBlockByNumber', [number, false]), rpc('eth_getBlockReceipts', [number])])) as [Answer | null, readonly Answer[] | null];
  if (!block || !receipts) return undefined;
  const header = encodeHeader(block);
  const transactionIndex = receipts.findIndex((receipt) => receipt['transactionHash'] === txHash);
  if (keccak256(header) !== blockHash || transactionIndex < 0) return undefined;
  const { root, nodes } = proveReceipt(receipts.map(encodeReceipt), transactionIndex);
  if (hexlify(root) !== block['receiptsRoot']) return undefined;
  return { header: hexlify(header), transactionIndex, receiptProof: nodes.map((node) => hexlify(node)) };
}

function encodeHeader(block: Answer): Uint8Array {
  const present = headerFields.filter(({ name }) => block[name] !== undefined && block[name] !== null);
  return encodeRlp(present.map(({ name, isNumber }) => (isNumber ? quantity(block[name]) : bytes(block[name]))));
}

/** A receipt in consensus form: status, gas, bloom, logs, behind its type where it has one (EIP-2718). */
function encodeReceipt(receipt: Answer): Uint8Array {
  const logs = (receipt['logs'] as readonly Answer[]).map((log): RlpItem => [bytes(log['address']), (log['topics'] as readonly string[]).map(bytes), bytes(log['data'])]);
  const list = encodeRlp([quantity(receipt['status']), quantity(receipt['cumulativeGasUsed']), bytes(receipt['logsBloom']), logs]);
  const type = Number(receipt['type'] ?? 0);
  return type === 0 ? list : Uint8Array.from([type, ...list]);
}

const bytes = (hex: unknown): Uint8Array => getBytes(String(hex));
const quantity = (hex: unknown): Uint8Array => rlpNumber(BigInt(String(hex)));
