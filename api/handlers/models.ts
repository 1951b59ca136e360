import {
  decideProposal, listProposals, policyChanges, policyIds, proposeModel, proposePolicy, readModelVersion, readPolicy, readProposal, type ProposalRow,
} from '@gbc/applications';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import type { Call, Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';

type Ids = 'listPolicies' | 'proposePolicy' | 'listProposals' | 'proposeModel' | 'getProposal' | 'decideProposal';

export function modelHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, env, stream, models } = parts;
  const { read } = database;

  async function summaries(by: SignedIn, rows: readonly ProposalRow[]) {
    const names = await readPersonNames(read, rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]));
    const isAdmin = by.memberships.some(({ role }) => role === 'process-admin');
    return rows.map(({ proposalId, processId, baseVersion, state, note, proposedBy, proposedAt, decidedBy, decidedAt, deployedVersion }) => ({
      ...present({ proposalId, processId, baseVersion, state, note, proposedAt, decidedAt, deployedVersion }),
      proposedBy: names.get(proposedBy) ?? '',
      decidedBy: decidedBy ? (names.get(decidedBy) ?? '') : null,
      mayDecide: isAdmin && state === 'open' && proposedBy !== by.personId,
    }));
  }

  async function whole({ by, language }: Pick<Call, 'by' | 'language'>, proposalId: string) {
    const row = await readProposal(read, proposalId);
    const [summary] = await summaries(by, [row]);
    if (!summary) throw new ApiError('proposal.notFound');
    const { bpmnXml, contentHash, reason, processId, baseVersion } = row;
    if (policyIds(models).includes(processId)) {
      const { dmnXml: baseXml } = await readPolicy(read, models, processId, baseVersion);
      return { ...summary, bpmnXml, baseXml, lint: [], contentHash, reason, policyChanges: await policyChanges(baseXml, bpmnXml) };
    }
    const base = await readModelVersion(read, processId, baseVersion);
    const lint = await parts.lintModel(bpmnXml, language);
    return { ...summary, bpmnXml, baseXml: base.bpmnXml, lint: [...lint], contentHash, reason, policyChanges: null };
  }

  /** A model with lint errors is not even proposed: the second admin's time is for what a rule can't see. */
  async function checkLint(bpmnXml: string, language: Call['language']): Promise<void> {
    const errors = (await parts.lintModel(bpmnXml, language)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new ApiError('proposal.lint', { count: errors.length }, errors.slice(0, 50).map(({ elementId, message }) => ({ field: elementId ?? 'bpmnXml', code: 'form.lint', params: { message } })));
    }
  }

  return {
    listPolicies: {
      async answer() {
        const policies = await Promise.all(policyIds(models).map((policyId) => readPolicy(read, models, policyId)));
        return { items: policies.map(({ dmnXml: _, ...policy }) => present(policy)) };
      },
    },
    proposePolicy: {
      run: async (tx, { by, body, params }) => ({ proposalId: await proposePolicy(tx, env, by, { ...body, policyId: params['policyId'] ?? '' }, models) }),
      answer(call, { proposalId = '' }) {
        stream.publish('models', proposalId);
        return whole(call, proposalId);
      },
    },
    listProposals: { answer: async ({ by, query }) => ({ items: await summaries(by, await listProposals(read, query.processId)) }) },
    proposeModel: {
      async run(tx, { by, body, language }) {
        await checkLint(body.bpmnXml, language);
        return { proposalId: await proposeModel(tx, env, by, body) };
      },
      answer(call, { proposalId = '' }) {
        stream.publish('models', proposalId);
        return whole(call, proposalId);
      },
    },
    getProposal: { answer: (call) => whole(call, call.params['proposalId'] ?? '') },
    decideProposal: {
      // The acceptance is a transaction of its own, written before the engine hears of the model; deciding again is harmless.
      run: async () => ({}),
      async answer(call) {
        const proposalId = call.params['proposalId'] ?? '';
        const { outcome, reason } = call.body;
        await decideProposal(parts, call.by, proposalId, { outcome, reason: reason ?? null }, models);
        stream.publish('models', proposalId);
        return whole(call, proposalId);
      },
    },
  };
}
