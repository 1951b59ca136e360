import { erasePersonalValues } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';

/** What is known of a stored document without opening it. */
export interface StoredDocument {
  readonly id: string;
  /** Of the ciphertext */
  readonly cid: string;
  /** Of the plain bytes */
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** Null once the document is erased */
  readonly name: string | null;
  /** The person who uploaded it; null where the platform stored it */
  readonly uploadedBy: string | null;
  readonly organisationId: string | null;
  readonly storedAt: Date;
  readonly erasedAt: Date | null;
}

export interface DocumentRow extends StoredDocument {
  readonly wrappedKey: Buffer | null;
}

const columns = `d.id, d.cid, d.size_bytes as "sizeBytes", d.media_type as "mediaType", p.value as name,
  d.uploaded_by as "uploadedBy", d.organisation_id as "organisationId", d.stored_at as "storedAt", d.erased_at as "erasedAt"`;
const source = 'document d left join personal_value p on p.commitment = d.name_commitment';

/** The documents of these ids that there are, in the order of the ids. */
export async function findDocuments(read: Tx['query'], ids: readonly string[]): Promise<StoredDocument[]> {
  if (ids.length === 0) return [];
  const { rows } = await read<StoredDocument>(
    prepared(`select ${columns} from ${source} where d.id = any($1::uuid[]) order by array_position($1::uuid[], d.id)`),
    [ids],
  );
  return rows;
}

export async function readDocumentRow(read: Tx['query'], id: string): Promise<DocumentRow | undefined> {
  const { rows } = await read<DocumentRow>(prepared(`select ${columns}, d.wrapped_key as "wrappedKey" from ${source} where d.id = $1`), [id]);
  return rows[0];
}

export async function insertDocumentRow(
  tx: Tx,
  row: Omit<DocumentRow, 'name' | 'erasedAt'> & { nameCommitment: string },
): Promise<void> {
  await tx.query(
    prepared(`insert into document (id, cid, size_bytes, media_type, wrapped_key, name_commitment, uploaded_by, organisation_id, stored_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`),
    [row.id, row.cid, row.sizeBytes, row.mediaType, row.wrappedKey, row.nameCommitment, row.uploadedBy, row.organisationId, row.storedAt],
  );
}

/** Forgets the key and the name. Answers false where there is no such document, or it was erased before. */
export async function eraseDocumentRow(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await tx.query<{ nameCommitment: string }>(
    'update document set wrapped_key = null, erased_at = $2 where id = $1 and erased_at is null returning name_commitment as "nameCommitment"',
    [id, at],
  );
  await erasePersonalValues(tx, rows.map(({ nameCommitment }) => nameCommitment));
  return rows.length === 1;
}
