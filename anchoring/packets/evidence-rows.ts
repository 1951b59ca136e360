import type { BlockEvidence } from '@gbc/anchoring-verifier';
import type { Tx } from '@gbc/prisma';

/** What was kept of an anchor's block. */
export async function readEvidence(query: Tx['query'], anchorId: string): Promise<BlockEvidence | undefined> {
  const { rows } = await query<{ header: string; transaction_index: number; receipt_proof: string[] }>(
    'select header, transaction_index, receipt_proof from log_anchor_evidence where anchor_id = $1',
    [anchorId],
  );
  return rows[0] && { header: rows[0].header, transactionIndex: rows[0].transaction_index, receiptProof: rows[0].receipt_proof };
}

/** Keeps it; the same again changes nothing, since an anchor is of one block. */
export async function recordEvidence(query: Tx['query'], anchorId: string, evidence: BlockEvidence): Promise<void> {
  await query(
    'insert into log_anchor_evidence (anchor_id, header, transaction_index, receipt_proof) values ($1, $2, $3, $4) on conflict do nothing',
    [anchorId, evidence.header, evidence.transactionIndex, evidence.receiptProof],
  );
}
