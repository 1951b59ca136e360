import { createDraft, listApplications, proposeCorrection, saveDraft, submitDraft } from '@gbc/applications';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { newestProofs } from '../proofs.ts';
import { applicationSummary, applicationView } from '../views/application.ts';
import { frozenAmong } from '../views/freeze.ts';

type Ids = 'listApplications' | 'createApplication' | 'getApplication' | 'saveDraft' | 'submitApplication' | 'proposeCorrection';

export function applicationHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, env, dispatcher, stream } = parts;
  const { read } = database;

  return {
    listApplications: {
      async answer({ by, query }) {
        const page = await listApplications(read, by, query);
        const ids = page.items.map(({ applicationId }) => applicationId);
        const [proofs, frozen] = await Promise.all([newestProofs(read, ids), frozenAmong(parts, ids)]);
        return { items: page.items.map((row) => applicationSummary(row, proofs, frozen)), nextCursor: page.nextCursor };
      },
    },
    createApplication: {
      run: async (tx, { by, body }) => ({ applicationId: await createDraft(tx, env, by, body) }),
      answer: (call, { applicationId = '' }) => applicationView(parts, call, applicationId),
    },
    getApplication: { answer: (call) => applicationView(parts, call, call.params['applicationId'] ?? '') },
    saveDraft: {
      async run(tx, { by, body, params }) {
        await saveDraft(tx, env, by, params['applicationId'] ?? '', body);
        return {};
      },
      answer: (call) => applicationView(parts, call, call.params['applicationId'] ?? ''),
    },
    proposeCorrection: {
      async run(tx, { by, body: { reason }, params: { applicationId = '', payoutNo } }) {
        return { correctionId: await proposeCorrection(tx, env, by, { applicationId, payoutNo: Number(payoutNo), reason }) };
      },
      async answer(call, { correctionId = '' }) {
        await dispatcher.flush();
        stream.publish('application');
        return applicationView(parts, call, correctionId);
      },
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
        return applicationView(parts, call, applicationId);
      },
    },
  };
}
