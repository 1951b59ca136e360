import type { Anchor } from '@gbc/anchoring-verifier';
import type { Tx } from '@gbc/prisma';
import type { Block, MinedTransaction } from './evm-node.ts';

export interface SentAnchor {
  readonly id: string;
  readonly treeSize: number;
  readonly txHash: string;
  readonly signedTx: string;
  readonly sentAt: Date;
}

export interface AnchoredAnchor extends Anchor {
  readonly id: string;
  readonly treeSize: number;
}

/** Writes a signed anchor down before it is sent. */
export async function recordSent(
  query: Tx['query'],
  row: SentAnchor & { readonly contractId: string; readonly rootHash: Uint8Array },
): Promise<void> {
  await query(
    `insert into log_anchor (id, contract_id, tree_size, root_hash, state, tx_hash, signed_tx, sent_at)
     values ($1, $2, $3, $4, 'sent', $5, $6, $7)`,
    [row.id, row.contractId, row.treeSize, row.rootHash, row.txHash, row.signedTx, row.sentAt],
  );
}

/** Writes down the transaction that takes the place of the one under way, before it is sent. */
export async function recordReplacement(query: Tx['query'], id: string, by: { readonly txHash: string; readonly signedTx: string }, sentAt: Date): Promise<void> {
  await query(`update log_anchor set tx_hash = $2, signed_tx = $3, sent_at = $4 where id = $1 and state = 'sent'`, [id, by.txHash, by.signedTx, sentAt]);
}

/** Writes an anchor down that was found on the chain, as after the loss of our own record of it. */
export async function recordFound(
  query: Tx['query'],
  row: { readonly id: string; readonly contractId: string; readonly treeSize: number; readonly rootHash: Uint8Array; readonly txHash: string },
  foundAt: Date,
  transaction: MinedTransaction,
  block: Block,
): Promise<void> {
  await query(
    `insert into log_anchor (id, contract_id, tree_size, root_hash, state, tx_hash, sent_at, block_number, block_hash, block_time, gas_used)
     values ($1, $2, $3, $4, 'anchored', $5, $6, $7, $8, $9, $10)`,
    [row.id, row.contractId, row.treeSize, row.rootHash, row.txHash, foundAt, block.number, block.hash, block.time, transaction.gasUsed],
  );
}

export async function markAnchored(query: Tx['query'], id: string, transaction: MinedTransaction, block: Block): Promise<void> {
  await query(
    `update log_anchor set state = 'anchored', block_number = $2, block_hash = $3, block_time = $4, gas_used = $5 where id = $1`,
    [id, block.number, block.hash, block.time, transaction.gasUsed],
  );
}

export async function markSuperseded(query: Tx['query'], ids: readonly string[]): Promise<void> {
  await query(`update log_anchor set state = 'superseded' where id = any($1::uuid[])`, [ids]);
}

/** The anchor whose fate is open; there is at most one. */
export async function readSent(query: Tx['query'], contractId: string): Promise<SentAnchor | undefined> {
  const { rows } = await query<{ id: string; tree_size: bigint; tx_hash: string; signed_tx: string; sent_at: Date }>(
    `select id, tree_size, tx_hash, signed_tx, sent_at from log_anchor where contract_id = $1 and state = 'sent'`,
    [contractId],
  );
  return rows[0] && { id: rows[0].id, treeSize: Number(rows[0].tree_size), txHash: rows[0].tx_hash, signedTx: rows[0].signed_tx, sentAt: rows[0].sent_at };
}

const anchored = `
  select anchor.id, tree_size, chain_id, address, block_number, block_hash, block_time, anchor.tx_hash
  from log_anchor anchor join log_contract contract on contract.id = contract_id
  where anchor.state = 'anchored'`;

/** The anchors of a contract that we hold for true, newest first. */
export async function readAnchored(query: Tx['query'], contractId: string, limit: number, offset = 0): Promise<AnchoredAnchor[]> {
  const { rows } = await query<Row>(`${anchored} and contract_id = $1 order by tree_size desc limit $2 offset $3`, [contractId, limit, offset]);
  return rows.map(fromRow);
}

/** The first anchor, on whatever chain, that covers a leaf. */
export async function readFirstCovering(query: Tx['query'], leafIndex: number): Promise<AnchoredAnchor | undefined> {
  const { rows } = await query<Row>(`${anchored} and tree_size > $1 order by tree_size limit 1`, [leafIndex]);
  return rows[0] && fromRow(rows[0]);
}

export async function readAnchor(query: Tx['query'], id: string): Promise<AnchoredAnchor | undefined> {
  const { rows } = await query<Row>(`${anchored} and anchor.id = $1`, [id]);
  return rows[0] && fromRow(rows[0]);
}

interface Row {
  id: string;
  tree_size: bigint;
  chain_id: bigint;
  address: string;
  block_number: bigint;
  block_hash: string;
  block_time: Date;
  tx_hash: string;
}

const fromRow = (row: Row): AnchoredAnchor => ({
  id: row.id,
  treeSize: Number(row.tree_size),
  chainId: Number(row.chain_id),
  contract: row.address,
  blockNumber: Number(row.block_number),
  blockHash: row.block_hash,
  blockTime: row.block_time.toISOString(),
  txHash: row.tx_hash,
});
