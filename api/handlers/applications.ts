import {
  appropriationId,
  contractBudgetId,
  createDraft,
  findProject,
  listApplications,
  readApplication,
  readDecisions,
  readOpenTasks,
  readRevisions,
  saveDraft,
  submitDraft,
  findFlow,
  type ApplicationListing,
  type ApplicationRow,
  type RevisionRow,
} from '@gbc/applications';
import { findDocuments } from '@gbc/documents';
import { readPersonNames } from '@gbc/identity';
import { readBudgets } from '@gbc/ledger';
import type { Call, Handlers, Language } from '../call.ts';
import { sentence } from '../messages.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { newestProofs } from '../proofs.ts';
import { documentView } from './documents.ts';

type Ids = 'listApplications' | 'createApplication' | 'getApplication' | 'saveDraft' | 'submitApplication';

const editableStates = ['draft', 'correcting', 'supplementing'];

export function applicationHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, env, dispatcher, stream } = parts;
  const { read } = database;

  function summary(row: ApplicationListing, proof: Awaited<ReturnType<typeof newestProofs>>) {
    const { applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, amountFen, revision, createdAt, updatedAt } = row;
    return {
      ...present({ applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, amountFen, revision, createdAt, updatedAt }),
      waitingFor: [...row.waitingFor],
      proof: proof.get(applicationId) ?? null,
    };
  }

  async function contractOf(row: ApplicationRow) {
    if (!row.contractNumber) return null;
    const [budget] = await readBudgets(read, { budgetIds: [contractBudgetId(row.payerOrganisationId, row.contractNumber)] });
    return budget ? present({ number: row.contractNumber, amountFen: budget.limitFen, paidFen: budget.spentFen, heldFen: budget.heldFen }) : null;
  }

  async function budgetOf(row: ApplicationRow) {
    const project = row.projectId ? await findProject(read, row.projectId) : null;
    const [budget] = project ? await readBudgets(read, { budgetIds: [appropriationId(row.payerOrganisationId, project)] }) : [];
    return budget ? present({ limitFen: budget.limitFen, heldFen: budget.heldFen, spentFen: budget.spentFen }) : null;
  }

  async function revisionView(row: RevisionRow, language: Language) {
    const documents = await findDocuments(read, row.documents.map(({ documentId }) => documentId));
    return {
      revision: row.revision,
      form: { ...row.form },
      documents: documents.map((document) => documentView(document, row.documents.find(({ documentId }) => documentId === document.id)?.kind ?? null)),
      submittedAt: row.submittedAt.toISOString(),
      submittedBy: (await readPersonNames(read, [row.submittedBy])).get(row.submittedBy) ?? '',
      changedFields: [...row.changedFields],
      findings: (row.findings ?? []).map(({ rule, article, field, outcome, params }) => ({
        rule, article, field, outcome, message: sentence(language, 'finding', outcome === 'passed' ? `${rule}.passed` : rule, params),
      })),
    };
  }

  async function decisionViews(applicationId: string) {
    const rows = await readDecisions(read, applicationId);
    const names = await readPersonNames(read, rows.map(({ personId }) => personId));
    return rows.map(({ taskId: _, ...row }) => ({ ...row, at: row.at.toISOString(), personName: names.get(row.personId) ?? '' }));
  }

  async function whole({ by, language }: Pick<Call, 'by' | 'language'>, applicationId: string) {
    const row = await readApplication(read, applicationId);
    const isApplicant = by.memberships.some(({ organisationId, role }) => organisationId === row.applicantOrganisationId && role === findFlow(row.processId)?.applicantRole);
    if (row.state === 'draft' && !isApplicant) throw new ApiError('application.notFound');
    const [revisions, decisions, tasks, contract, budget, version] = await Promise.all([
      readRevisions(read, applicationId), decisionViews(applicationId), readOpenTasks(read, applicationId), contractOf(row), budgetOf(row), processVersionOf(row),
    ]);
    const mayEdit = isApplicant && editableStates.includes(row.state);
    const draft = mayEdit && row.draft ? { form: { ...row.draft.form }, documents: [...row.draft.documents] } : null;
    const draftDocuments = await findDocuments(read, (draft?.documents ?? []).map(({ documentId }) => documentId));
    const listing = { ...row, waitingFor: [...new Set(tasks.flatMap(({ candidateGroups }) => candidateGroups))] };
    return {
      ...summary(listing, await newestProofs(parts, [applicationId])),
      draft,
      draftDocuments: draftDocuments.map((document) => documentView(document, draft?.documents.find(({ documentId }) => documentId === document.id)?.kind ?? null)),
      revisions: await Promise.all(revisions.map((revision) => revisionView(revision, language))),
      decisions,
      processInstanceKey: row.processInstanceKey,
      processVersion: version,
      contract,
      budget,
      mayEdit,
      openTaskIds: tasks.map(({ taskId }) => taskId),
      refusal: row.refusal ? { code: row.refusal.code, message: sentence(language, 'title', row.refusal.code, row.refusal.params) } : null,
    };
  }

  async function processVersionOf(row: ApplicationRow): Promise<number | null> {
    const { rows } = await read<{ version: number }>('select process_version as version from process_instance where engine_id = $1 and process_instance_key = $2', [row.engineId, row.processInstanceKey]);
    return rows[0]?.version ?? null;
  }

  return {
    listApplications: {
      async answer({ by, query }) {
        const page = await listApplications(read, by, query);
        const proofs = await newestProofs(parts, page.items.map(({ applicationId }) => applicationId));
        return { items: page.items.map((row) => summary(row, proofs)), nextCursor: page.nextCursor };
      },
    },
    createApplication: {
      run: async (tx, { by, body }) => ({ applicationId: await createDraft(tx, env, by, body) }),
      answer: (call, { applicationId = '' }) => whole(call, applicationId),
    },
    getApplication: { answer: (call) => whole(call, call.params['applicationId'] ?? '') },
    saveDraft: {
      async run(tx, { by, body, params }) {
        await saveDraft(tx, env, by, params['applicationId'] ?? '', body);
        return {};
      },
      answer: (call) => whole(call, call.params['applicationId'] ?? ''),
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
        return whole(call, applicationId);
      },
    },
  };
}
