import type { Tx } from '@gbc/prisma';

/** Kinds of events that tell of content by its hash. Commitments to personal values are none of these. */
const hashTelling = ['documentStored', 'applicationSubmitted', 'decisionRecorded', 'applicationSealed', 'modelProposed', 'modelDecided', 'modelDeployed', 'invoiceUsed', 'invoiceReleased', 'periodClosed', 'periodCloseConfirmed'];

/**
 * Texts of the events that tell of this hash (hex, or a document's CID), newest first, at most `limit`. Reads the events of the
 * kinds that can, so it is a look-up for people and nothing to poll.
 */
export async function findEventsByHash(query: Tx['query'], hash: string, limit: number): Promise<string[]> {
  const { rows } = await query<{ body: string }>(
    `select body from event where type = any($2) and position('"' || $1 || '"' in body) > 0 order by at desc, id desc limit $3`,
    [hash, hashTelling, limit],
  );
  return rows.map(({ body }) => body);
}
