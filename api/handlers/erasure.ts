import { eraseApplication, eraseDocument, erasePerson } from '@gbc/applications';
import { erasePaymentParties } from '@gbc/bank';
import { findDocuments } from '@gbc/documents';
import { listPeople } from '@gbc/identity';
import { actorInRole } from '../actor.ts';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { applicationView } from '../views/application.ts';
import { documentView } from '../views/document.ts';

/** The platform admin destroys personal data that must no longer be kept; what the log has of it stays. */
export function erasureHandlers(parts: ApiParts): Handlers<'eraseApplication' | 'eraseDocument' | 'erasePerson'> {
  const { database, documents, env, stream } = parts;

  return {
    eraseApplication: {
      async run(tx, { by, body: { ground }, params: { applicationId = '' } }) {
        const ids = await eraseApplication(tx, env, documents, applicationId, { actor: actorInRole(by, 'platform-admin'), ground });
        await erasePaymentParties(tx, ids);
        return {};
      },
      answer(call) {
        stream.publish('application');
        return applicationView(parts, call, call.params['applicationId'] ?? '');
      },
    },
    eraseDocument: {
      async run(tx, { by, body: { ground }, params: { documentId = '' } }) {
        await eraseDocument(tx, documents, documentId, { actor: actorInRole(by, 'platform-admin'), ground });
        return {};
      },
      async answer({ params: { documentId = '' } }) {
        stream.publish('application');
        const [document] = await findDocuments(database.read, [documentId]);
        if (!document) throw new ApiError('document.notFound');
        return documentView(document, null);
      },
    },
    erasePerson: {
      async run(tx, { by, body: { ground }, params: { personId = '' } }) {
        await erasePerson(tx, env, personId, { actor: actorInRole(by, 'platform-admin'), ground });
        return {};
      },
      async answer() {
        return { items: present(await listPeople(database.read)) };
      },
    },
  };
}
