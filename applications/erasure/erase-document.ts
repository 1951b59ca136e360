import type { DocumentStore } from '@gbc/documents';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { closedStates } from '../flow.ts';
import type { Erasure } from './erase-application.ts';

/**
 * Destroys one document for good: its key and its name. Twice is fine, and told once.
 * Throws `document.notFound`, `erasure.matterOpen` {applicationId} while an application that names it is under way.
 */
export async function eraseDocument(tx: Tx, documents: DocumentStore, documentId: string, { actor, ground }: Erasure): Promise<void> {
  const { rows } = await tx.query<{ applicationId: string }>(
    `select application.id as "applicationId" from application left join application_revision on application_id = application.id
     where (application_revision.documents @> $1::jsonb or draft -> 'documents' @> $1::jsonb) and state <> all ($2) limit 1`,
    [JSON.stringify([{ documentId }]), closedStates],
  );
  if (rows[0]) throw new ApplicationError('erasure.matterOpen', rows[0]);
  await documents.erase(tx, documentId, actor, ground);
}
