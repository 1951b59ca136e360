import {
  appropriationId,
  contractBudgetId,
  findProject,
  readApplication,
  readDecisions,
  readMaterialRequests,
  readOpenTasks,
  readRevisions,
  type ApplicationListing,
  type ApplicationRow,
  type RevisionRow,
} from '@gbc/applications';
import type { Creditor } from '@gbc/bank';
import { findDocuments } from '@gbc/documents';
import { readPersonNames } from '@gbc/identity';
import { readBudgets } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { Call, Language } from '../call.ts';
import { sentence } from '../messages.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { newestProofs } from '../proofs.ts';
import { maskCreditor, maySeeCreditor } from './creditor.ts';
import { documentView } from './document.ts';

type Read = Tx['query'];

const editableStates = ['draft', 'correcting', 'supplementing'];

export function applicationSummary(row: ApplicationListing, proofs: Awaited<ReturnType<typeof newestProofs>>) {
  const { applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, applicantRole, amountFen, revision, createdAt, updatedAt } = row;
  return {
    ...present({ applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, applicantRole, amountFen, revision, createdAt, updatedAt }),
    waitingFor: [...row.waitingFor],
    proof: proofs.get(applicationId) ?? null,
  };
}

async function contractOf(read: Read, row: ApplicationRow) {
  if (!row.contractNumber) return null;
  const [budget] = await readBudgets(read, { budgetIds: [contractBudgetId(row.payerOrganisationId, row.contractNumber)] });
  return budget ? present({ number: row.contractNumber, amountFen: budget.limitFen, paidFen: budget.spentFen, heldFen: budget.heldFen }) : null;
}

async function budgetOf(read: Read, row: ApplicationRow) {
  const project = row.projectId ? await findProject(read, row.projectId) : null;
  const [budget] = project ? await readBudgets(read, { budgetIds: [appropriationId(row.payerOrganisationId, project)] }) : [];
  return budget ? present({ limitFen: budget.limitFen, heldFen: budget.heldFen, spentFen: budget.spentFen }) : null;
}

/** A form as this reader may see it: whom a redemption is paid to is masked for who has nothing to do with it. */
function formFor(by: Call['by'], { payerOrganisationId, applicantOrganisationId }: ApplicationRow, form: RevisionRow['form']) {
  const { creditor } = form as { creditor?: Creditor };
  if (!creditor || maySeeCreditor(by, { organisationId: applicantOrganisationId, receiverOrganisationId: payerOrganisationId })) return { ...form };
  return { ...form, creditor: maskCreditor(creditor) };
}

async function revisionView(read: Read, row: RevisionRow, language: Language, form: Record<string, unknown>) {
  const documents = await findDocuments(read, row.documents.map(({ documentId }) => documentId));
  return {
    revision: row.revision,
    form,
    documents: documents.map((document) => documentView(document, row.documents.find(({ documentId }) => documentId === document.id)?.kind ?? null)),
    submittedAt: row.submittedAt.toISOString(),
    submittedBy: (await readPersonNames(read, [row.submittedBy])).get(row.submittedBy) ?? '',
    changedFields: [...row.changedFields],
    findings: (row.findings ?? []).map(({ rule, article, field, outcome, params }) => ({
      rule, article, field, outcome, message: sentence(language, 'finding', outcome === 'passed' ? `${rule}.passed` : rule, params),
    })),
  };
}

async function decisionViews(read: Read, applicationId: string) {
  const rows = await readDecisions(read, applicationId);
  const names = await readPersonNames(read, rows.map(({ personId }) => personId));
  return rows.map(({ taskId: _, ...row }) => ({ ...row, at: row.at.toISOString(), personName: names.get(row.personId) ?? '' }));
}

async function processVersionOf(read: Read, row: ApplicationRow): Promise<number | null> {
  const { rows } = await read<{ version: number }>('select process_version as version from process_instance where engine_id = $1 and process_instance_key = $2', [row.engineId, row.processInstanceKey]);
  return rows[0]?.version ?? null;
}

async function draftView(read: Read, row: ApplicationRow, mayEdit: boolean) {
  const draft = mayEdit && row.draft ? { form: { ...row.draft.form }, documents: [...row.draft.documents] } : null;
  const documents = await findDocuments(read, (draft?.documents ?? []).map(({ documentId }) => documentId));
  return { draft, draftDocuments: documents.map((document) => documentView(document, draft?.documents.find(({ documentId }) => documentId === document.id)?.kind ?? null)) };
}

/** One application, whole, as this reader may see it. Throws `application.notFound`, also for another office's draft. */
export async function applicationView(read: Read, { by, language }: Pick<Call, 'by' | 'language'>, applicationId: string) {
  const row = await readApplication(read, applicationId);
  const isApplicant = by.memberships.some(({ organisationId, role }) => organisationId === row.applicantOrganisationId && role === row.applicantRole);
  if (row.state === 'draft' && !isApplicant) throw new ApiError('application.notFound');
  const mayEdit = isApplicant && editableStates.includes(row.state);
  const [revisions, decisions, materialRequests, tasks, contract, budget, processVersion, proofs, draft] = await Promise.all([
    readRevisions(read, applicationId),
    decisionViews(read, applicationId),
    readMaterialRequests(read, applicationId),
    readOpenTasks(read, applicationId),
    contractOf(read, row),
    budgetOf(read, row),
    processVersionOf(read, row),
    newestProofs(read, [applicationId]),
    draftView(read, row, mayEdit),
  ]);
  const waitingFor = [...new Set(tasks.flatMap(({ candidateGroups }) => candidateGroups))];
  return {
    ...applicationSummary({ ...row, waitingFor }, proofs),
    ...draft,
    revisions: await Promise.all(revisions.map((revision) => revisionView(read, revision, language, formFor(by, row, revision.form)))),
    decisions,
    materialRequests: present(materialRequests),
    processInstanceKey: row.processInstanceKey,
    processVersion,
    contract,
    budget,
    mayEdit,
    openTaskIds: tasks.map(({ taskId }) => taskId),
    refusal: row.refusal ? { code: row.refusal.code, message: sentence(language, 'title', row.refusal.code, row.refusal.params) } : null,
  };
}
