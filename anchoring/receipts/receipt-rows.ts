import type { Tx } from '@gbc/prisma';

export interface ReceiptRow {
  readonly id: string;
  readonly eventId: string;
  readonly treeSize: number;
  readonly anchorId: string | null;
  readonly supersedesId: string | null;
}

export interface LoggedEvent {
  readonly body: string;
  readonly salt: Uint8Array;
  /** undefined while the sequencer has not reached it. */
  readonly leafIndex: number | undefined;
}

const columns = 'receipt.id, receipt.event_id, receipt.tree_size, receipt.anchor_id, receipt.supersedes_id';
const isCurrent = 'not exists (select from log_receipt successor where successor.supersedes_id = receipt.id)';

export async function readLoggedEvent(query: Tx['query'], eventId: string): Promise<LoggedEvent | undefined> {
  const { rows } = await query<{ body: string; salt: Buffer; leaf_index: bigint | null }>(
    'select body, salt, leaf_index from event left join log_leaf on log_leaf.event_id = event.id where event.id = $1',
    [eventId],
  );
  const [row] = rows;
  return row && { body: row.body, salt: new Uint8Array(row.salt), leafIndex: row.leaf_index === null ? undefined : Number(row.leaf_index) };
}

export async function readReceipt(query: Tx['query'], id: string): Promise<ReceiptRow | undefined> {
  const { rows } = await query<Row>(`select ${columns} from log_receipt receipt where id = $1`, [id]);
  return rows[0] && fromRow(rows[0]);
}

/** The event's receipt that no other has superseded. */
export async function readCurrentReceipt(query: Tx['query'], eventId: string): Promise<ReceiptRow | undefined> {
  const { rows } = await query<Row>(`select ${columns} from log_receipt receipt where event_id = $1 and ${isCurrent}`, [eventId]);
  return rows[0] && fromRow(rows[0]);
}

/** Records a receipt as issued; does nothing where another caller was first with the same successor. */
export async function recordReceipt(query: Tx['query'], row: ReceiptRow, issuedAt: Date): Promise<void> {
  await query(
    `insert into log_receipt (id, event_id, tree_size, anchor_id, supersedes_id, issued_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [row.id, row.eventId, row.treeSize, row.anchorId, row.supersedesId, issuedAt],
  );
}

/** Events whose current receipt has no valid anchor although one covers them now. */
export async function readEventsToReissue(query: Tx['query'], limit: number): Promise<string[]> {
  const { rows } = await query<{ event_id: string }>(
    `select receipt.event_id from log_receipt receipt
     join log_leaf leaf on leaf.event_id = receipt.event_id
     left join log_anchor anchor on anchor.id = receipt.anchor_id
     where (anchor.id is null or anchor.state = 'superseded') and ${isCurrent}
       and leaf.leaf_index < (select coalesce(max(tree_size), 0) from log_anchor where state = 'anchored')
     order by leaf.leaf_index limit $1`,
    [limit],
  );
  return rows.map((row) => row.event_id);
}

interface Row {
  id: string;
  event_id: string;
  tree_size: bigint;
  anchor_id: string | null;
  supersedes_id: string | null;
}

const fromRow = (row: Row): ReceiptRow => ({
  id: row.id,
  eventId: row.event_id,
  treeSize: Number(row.tree_size),
  anchorId: row.anchor_id,
  supersedesId: row.supersedes_id,
});
