import { findDocuments, type StoredDocument } from '@gbc/documents';
import type { SignedIn } from '@gbc/identity';
import { flows } from '@gbc/applications';
import { actorOf, type Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { documentView } from '../views/document.ts';

export function documentHandlers({ database, documents }: ApiParts): Handlers<'uploadDocument' | 'getDocumentContent'> {
  /** Documents are open to the two offices of an application that names them, and to the regulator. */
  async function mayRead(by: SignedIn, document: StoredDocument): Promise<boolean> {
    const offices = by.memberships.map(({ organisationId }) => organisationId);
    if (by.memberships.some(({ role }) => role === 'regulator')) return true;
    if (document.organisationId && offices.includes(document.organisationId)) return true;
    const { rows } = await database.read(
      `select 1 from application_revision r join application a on a.id = r.application_id
       where a.payer_organisation_id = any($1) and r.documents @> $2::jsonb limit 1`,
      [offices, JSON.stringify([{ documentId: document.id }])],
    );
    return rows.length > 0;
  }

  return {
    uploadDocument: {
      async run(tx, { by, request }) {
        const { file } = request;
        if (!file) throw new ApiError('request.invalid', {}, [{ field: 'file', code: 'form.required' }]);
        const membership = by.memberships.find(({ role }) => flows.some(({ applicantRole }) => applicantRole === role));
        if (!membership) throw new ApiError('access.denied');
        const actor = actorOf(by, membership.organisationId, membership.role);
        const { id } = await documents.put(tx, { bytes: file.buffer, name: file.originalname, declaredMediaType: file.mimetype, actor });
        return { documentId: id };
      },
      async answer({ body }, { documentId = '' }) {
        const [document] = await findDocuments(database.read, [documentId]);
        if (!document) throw new ApiError('document.notFound');
        return documentView(document, body.kind);
      },
    },
    getDocumentContent: {
      async answer({ by, params }) {
        const [document] = await findDocuments(database.read, [params['documentId'] ?? '']);
        if (!document) throw new ApiError('document.notFound');
        if (!(await mayRead(by, document))) throw new ApiError('access.denied');
        return { mediaType: document.mediaType, fileName: document.name ?? document.id, body: await documents.get(database.read, document.id) };
      },
    },
  };
}
