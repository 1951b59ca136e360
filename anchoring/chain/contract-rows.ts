import type { Tx } from '@gbc/prisma';

export type ContractState = 'sent' | 'deployed' | 'forgotten' | 'abandoned';

export interface ContractRow {
  readonly id: string;
  readonly chainId: number;
  readonly address: string;
  readonly state: ContractState;
  /** null where somebody else deployed it. */
  readonly deployment: { readonly txHash: string; readonly signedTx: string } | null;
  readonly sentAt: Date;
}

/** The contract of this log on a chain, deployed or under way. */
export async function readCurrentContract(query: Tx['query'], chainId: number): Promise<ContractRow | undefined> {
  const { rows } = await query<Row>(
    `select id, chain_id, address, state, tx_hash, signed_tx, sent_at from log_contract
     where chain_id = $1 and state in ('sent', 'deployed')`,
    [chainId],
  );
  return rows[0] && fromRow(rows[0]);
}

/** The chain that we last deployed on or anchored to; undefined before the first deployment. */
export async function readLastChainId(query: Tx['query']): Promise<number | undefined> {
  const { rows } = await query<{ chain_id: bigint }>(
    `select chain_id from log_contract contract
     order by greatest(contract.sent_at, (select max(anchor.sent_at) from log_anchor anchor where contract_id = contract.id)) desc limit 1`,
  );
  return rows[0] && Number(rows[0].chain_id);
}

/** The address that the chain forgot last; null where it never forgot one. */
export async function readForgottenAddress(query: Tx['query'], chainId: number): Promise<string | null> {
  const { rows } = await query<{ address: string }>(
    `select address from log_contract where chain_id = $1 and state = 'forgotten' order by sent_at desc, id desc limit 1`,
    [chainId],
  );
  return rows[0]?.address ?? null;
}

/** Writes a contract down: a signed deployment before it is sent, or one that somebody else has deployed. */
export async function recordContract(query: Tx['query'], row: ContractRow): Promise<void> {
  await query(
    `insert into log_contract (id, chain_id, address, state, tx_hash, signed_tx, sent_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.chainId, row.address, row.state, row.deployment?.txHash ?? null, row.deployment?.signedTx ?? null, row.sentAt],
  );
}

/** Writes down the transaction that takes the place of the one under way, before it is sent. */
export async function recordRedeployment(query: Tx['query'], id: string, by: { readonly txHash: string; readonly signedTx: string }, sentAt: Date): Promise<void> {
  await query(`update log_contract set tx_hash = $2, signed_tx = $3, sent_at = $4 where id = $1 and state = 'sent'`, [id, by.txHash, by.signedTx, sentAt]);
}

export async function markContract(query: Tx['query'], id: string, state: ContractState): Promise<void> {
  await query('update log_contract set state = $2 where id = $1', [id, state]);
}

interface Row {
  id: string;
  chain_id: bigint;
  address: string;
  state: ContractState;
  tx_hash: string | null;
  signed_tx: string | null;
  sent_at: Date;
}

const fromRow = (row: Row): ContractRow => ({
  id: row.id,
  chainId: Number(row.chain_id),
  address: row.address,
  state: row.state,
  deployment: row.tx_hash !== null && row.signed_tx !== null ? { txHash: row.tx_hash, signedTx: row.signed_tx } : null,
  sentAt: row.sent_at,
});
