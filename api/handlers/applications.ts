import { createDraft, listApplications, saveDraft, submitDraft } from '@gbc/applications';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { newestProofs } from '../proofs.ts';
import { applicationSummary, applicationView } from '../views/application.ts';

type Ids = 'listApplications' | 'createApplication' | 'getApplication' | 'saveDraft' | 'submitApplication';

export function applicationHandlers({ database, env, dispatcher, stream }: ApiParts): Handlers<Ids> {
  const { read } = database;

  return {
    listApplications: {
      async answer({ by, query }) {
        const page = await listApplications(read, by, query);
        const proofs = await newestProofs(read, page.items.map(({ applicationId }) => applicationId));
        return { items: page.items.map((row) => applicationSummary(row, proofs)), nextCursor: page.nextCursor };
      },
    },
    createApplication: {
      run: async (tx, { by, body }) => ({ applicationId: await createDraft(tx, env, by, body) }),
      answer: (call, { applicationId = '' }) => applicationView(read, call, applicationId),
    },
    getApplication: { answer: (call) => applicationView(read, call, call.params['applicationId'] ?? '') },
    saveDraft: {
      async run(tx, { by, body, params }) {
        await saveDraft(tx, env, by, params['applicationId'] ?? '', body);
        return {};
      },
      answer: (call) => applicationView(read, call, call.params['applicationId'] ?? ''),
    },
    submitApplication: {
      async run(tx, { by, params }) {
        await submitDraft(tx, env, by, params['applicationId'] ?? '');
        return {};
      },
      async answer(call) {
        await dispatcher.flush();
        const applicationId = call.params['applicationId'] ?? '';
        stream.publish('application', applicationId);
        return applicationView(read, call, applicationId);
      },
    },
  };
}
