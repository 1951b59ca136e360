import {
  appropriationId,
  closedStates,
  contractBudgetId,
  correctableBy,
  findCorrection,
  findProject,
  readApplication,
  readDecisions,
  readMaterialRequests,
  readOpenTasks,
  readRevisions,
  type ApplicationListing,
  type ApplicationRow,
  type AttachedDocument,
  type DecisionRow,
  type RevisionRow,
} from '@gbc/applications';
import type { Creditor } from '@gbc/bank';
import { findDocuments, type StoredDocument } from '@gbc/documents';
import { readPersonNames } from '@gbc/identity';
import { correctedPaymentOf, readBudgets } from '@gbc/ledger';
import { prepared, type Tx } from '@gbc/prisma';
import type { Call, Language } from '../call.ts';
import { sentence } from '../messages.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { newestProofs } from '../proofs.ts';
import { maskCreditor, maySeeCreditor } from './creditor.ts';
import { documentView } from './document.ts';
import { freezesOf } from './freeze.ts';

type Read = Tx['query'];

const editableStates = ['draft', 'correcting', 'supplementing'];

export function applicationSummary(row: ApplicationListing, proofs: Awaited<ReturnType<typeof newestProofs>>, frozen: ReadonlySet<string>) {
  const { applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, applicantRole, amountFen, revision, createdAt, updatedAt } = row;
  return {
    ...present({ applicationId, processId, state, title, projectId, payerOrganisationId, applicantOrganisationId, applicantRole, amountFen, revision, createdAt, updatedAt }),
    isFrozen: frozen.has(applicationId),
    waitingFor: [...row.waitingFor],
    proof: proofs.get(applicationId) ?? null,
  };
}

/** The contract as it is registered, and the payer's appropriation for the project: null where there is none. */
async function budgetsOf(read: Read, row: ApplicationRow) {
  const project = row.projectId ? await findProject(read, row.projectId) : null;
  const contractId = row.contractNumber ? contractBudgetId(row.payerOrganisationId, row.contractNumber) : null;
  const ids = [contractId, project && appropriationId(row.payerOrganisationId, project)].filter((id) => id !== null);
  const budgets = ids.length > 0 ? await readBudgets(read, { budgetIds: ids }) : [];
  const [contract, budget] = [budgets.find(({ id }) => id === contractId), budgets.find(({ id }) => id !== contractId)];
  return {
    contract: contract ? present({ number: row.contractNumber ?? '', amountFen: contract.limitFen, paidFen: contract.spentFen, heldFen: contract.heldFen }) : null,
    budget: budget ? present({ limitFen: budget.limitFen, heldFen: budget.heldFen, spentFen: budget.spentFen }) : null,
  };
}

/**
 * A form as this reader may see it: whom a redemption is paid to is masked for who has nothing to do with it. The salt, with which
 * everything can be tried against what the log has, is for who sees it whole.
 */
function formFor(by: Call['by'], { payerOrganisationId, applicantOrganisationId }: ApplicationRow, { form, salt }: RevisionRow) {
  const { creditor } = (form ?? {}) as { creditor?: Creditor };
  if (!creditor || maySeeCreditor(by, { organisationId: applicantOrganisationId, receiverOrganisationId: payerOrganisationId })) return { form: { ...form }, salt: salt?.toString('hex') ?? null };
  return { form: { ...form, creditor: maskCreditor(creditor) }, salt: null };
}

/** What revisions, decisions and a draft name by id. */
interface Named {
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly people: ReadonlyMap<string, string>;
}

async function readNamed(read: Read, attached: readonly AttachedDocument[], personIds: readonly string[]): Promise<Named> {
  const [documents, people] = await Promise.all([findDocuments(read, attached.map(({ documentId }) => documentId)), readPersonNames(read, personIds)]);
  return { documents: new Map(documents.map((document) => [document.id, document])), people };
}

function documentViews({ documents }: Named, attached: readonly AttachedDocument[]) {
  return attached.flatMap(({ documentId, kind }) => {
    const document = documents.get(documentId);
    return document ? [documentView(document, kind)] : [];
  });
}

function revisionView(row: RevisionRow, language: Language, shown: ReturnType<typeof formFor>, named: Named) {
  return {
    ...shown,
    revision: row.revision,
    formHash: row.formHash,
    documents: documentViews(named, row.documents),
    submittedAt: row.submittedAt.toISOString(),
    submittedBy: named.people.get(row.submittedBy) ?? '',
    changedFields: [...row.changedFields],
    findings: (row.findings ?? []).map(({ rule, article, field, outcome, params }) => ({
      rule, article, field, outcome, message: sentence(language, 'finding', outcome === 'passed' ? `${rule}.passed` : rule, params),
    })),
  };
}

function decisionView({ taskId: _, answers, ...row }: DecisionRow, { people }: Named) {
  return { ...row, answers: answers && { ...answers }, at: row.at.toISOString(), personName: people.get(row.personId) ?? '' };
}

async function processVersionOf(read: Read, row: ApplicationRow): Promise<number | null> {
  const { rows } = await read<{ version: number }>(prepared('select process_version as version from process_instance where engine_id = $1 and process_instance_key = $2'), [row.engineId, row.processInstanceKey]);
  return rows[0]?.version ?? null;
}

/** The decisions on an application; those on a correction stand under the application whose payment it takes back. */
async function readDecisionsOn(read: Read, applicationId: string) {
  const corrected = correctedPaymentOf(applicationId);
  if (!corrected) return readDecisions(read, applicationId);
  return (await readDecisions(read, corrected.applicationId)).filter(({ decision, payoutNo }) => decision === 'correction' && payoutNo === corrected.payoutNo);
}

/** What keeps an application's money where it is, and what becomes of a payment that was wrong. */
async function readExceptions(parts: ApiParts, by: Call['by'], row: ApplicationRow) {
  const { read } = parts.database;
  const [freezes, correction, mayCorrectPayoutNo] = await Promise.all([freezesOf(parts, by, row), findCorrection(read, row.applicationId), correctableBy(read, by, row)]);
  return { freezes, correction, corrects: correctedPaymentOf(row.applicationId), mayCorrectPayoutNo };
}

/** Nothing can be wrong with a draft yet. */
const noExceptions: Awaited<ReturnType<typeof readExceptions>> = { freezes: [], correction: null, corrects: null, mayCorrectPayoutNo: null };

/** What an application has come by since it was submitted. */
async function readCourse(read: Read, row: ApplicationRow) {
  const { applicationId } = row;
  const [revisions, decisions, materialRequests, tasks, budgets, processVersion, proofs] = await Promise.all([
    readRevisions(read, applicationId),
    readDecisionsOn(read, applicationId),
    readMaterialRequests(read, applicationId),
    readOpenTasks(read, applicationId),
    budgetsOf(read, row),
    processVersionOf(read, row),
    newestProofs(read, [applicationId]),
  ]);
  return { revisions, decisions, materialRequests, tasks, ...budgets, processVersion, proofs };
}

/** Nothing has become of a draft yet, so nothing is asked for. */
const noCourse: Awaited<ReturnType<typeof readCourse>> = { revisions: [], decisions: [], materialRequests: [], tasks: [], contract: null, budget: null, processVersion: null, proofs: new Map() };

/** One application, whole, as this reader may see it. Throws `application.notFound`, also for another office's draft. */
export async function applicationView(parts: ApiParts, { by, language }: Pick<Call, 'by' | 'language'>, applicationId: string) {
  const { read } = parts.database;
  const row = await readApplication(read, applicationId);
  const isApplicant = by.memberships.some(({ organisationId, role }) => organisationId === row.applicantOrganisationId && role === row.applicantRole);
  if (row.state === 'draft' && !isApplicant) throw new ApiError('application.notFound');
  const mayEdit = isApplicant && editableStates.includes(row.state);
  const draft = mayEdit && row.draft ? { form: { ...row.draft.form }, documents: [...row.draft.documents] } : null;
  const [{ revisions, decisions, tasks, proofs, ...course }, exceptions] = row.state === 'draft' ? [noCourse, noExceptions] : await Promise.all([readCourse(read, row), readExceptions(parts, by, row)]);
  const attached = [...revisions, ...(draft ? [draft] : [])].flatMap(({ documents }) => documents);
  const named = await readNamed(read, attached, [...revisions.map(({ submittedBy }) => submittedBy), ...decisions.map(({ personId }) => personId)]);
  const waitingFor = [...new Set(tasks.flatMap(({ candidateGroups }) => candidateGroups))];
  return {
    ...applicationSummary({ ...row, waitingFor }, proofs, new Set(exceptions.freezes.some(({ concerns }) => concerns === 'application') ? [row.applicationId] : [])),
    draft,
    draftDocuments: documentViews(named, draft?.documents ?? []),
    revisions: revisions.map((revision) => revisionView(revision, language, formFor(by, row, revision), named)),
    decisions: decisions.map((decision) => decisionView(decision, named)),
    materialRequests: present(course.materialRequests),
    processInstanceKey: row.processInstanceKey,
    processVersion: course.processVersion,
    contract: course.contract,
    budget: course.budget,
    mayEdit,
    mayErase: !row.erasedAt && by.memberships.some(({ role }) => role === 'platform-admin') && closedStates.includes(row.state) && !exceptions.freezes.some(({ concerns }) => concerns === 'application'),
    erasedAt: row.erasedAt?.toISOString() ?? null,
    ...exceptions,
    openTaskIds: tasks.map(({ taskId }) => taskId),
    refusal: row.refusal ? { code: row.refusal.code, message: sentence(language, 'title', row.refusal.code, row.refusal.params), reasonCode: row.refusal.params['reasonCode'] ?? null } : null,
  };
}
