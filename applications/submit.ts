import { appendEvent, type Actor, type Environment } from '@gbc/events';
import { openAccount } from '@gbc/ledger';
import { prepared, type Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { commitForm, readRevisions, type ApplicationRow, type AttachedDocument, type Draft } from './application.ts';
import { flowOf } from './flow.ts';
import { changedFields, isStreetForm, parseForm, type ApplicationForm } from './form.ts';
import { appropriationId, findProject, grantBudgetId, holdingAccountId, invoiceBudgetId, type Project } from './project.ts';

/** Each document named must exist and have been stored by the applicant's organisation. Throws `application.documentUnknown`. */
async function checkDocuments(tx: Tx, application: ApplicationRow, documents: readonly AttachedDocument[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    prepared('select id from document where id = any($1::uuid[]) and organisation_id = $2'),
    [documents.map((document) => document.documentId), application.applicantOrganisationId],
  );
  const known = new Set(rows.map((row) => row.id));
  const unknown = documents.filter((document) => !known.has(document.documentId));
  if (unknown.length > 0) {
    throw new ApplicationError('application.documentUnknown', {}, unknown.map(({ documentId }) => ({ field: `documents.${documentId}`, code: 'form.unknown' })));
  }
}

/** A subsidy is asked for on a statement, which stands in place of contract and invoice. Throws `application.formInvalid`. */
function checkStatement({ applicantRole }: ApplicationRow, documents: readonly AttachedDocument[]): void {
  if (applicantRole !== 'individual' || documents.some(({ kind }) => kind === 'statement')) return;
  throw new ApplicationError('application.formInvalid', {}, [{ field: 'documents.statement', code: 'form.required' }]);
}

/** What the payment will count on: its invoice, a person's grant, or the payer's appropriation. */
function budgetIdOf(application: ApplicationRow, project: Project, form: ApplicationForm, revision: number): string {
  const { applicationId, payerOrganisationId, applicantOrganisationId, applicantRole } = application;
  if (isStreetForm(form)) return invoiceBudgetId(applicationId, revision);
  return applicantRole === 'individual' ? grantBudgetId(payerOrganisationId, applicantOrganisationId, project) : appropriationId(payerOrganisationId, project);
}

/**
 * Makes the next revision of an application out of what was entered: checks the form, keeps it word for word, and tells
 * the log who asks whom for how much, which is what the ledger later goes by. The application must be locked.
 * @returns the new revision's number and amount
 * Throws `application.formInvalid`, `application.projectUnknown`, `application.documentUnknown`.
 */
export async function submitRevision(
  tx: Tx,
  env: Environment,
  actor: Actor & { kind: 'person' },
  application: ApplicationRow,
  draft: Draft,
): Promise<{ revision: number; amountFen: bigint; formHash: string; changedFields: readonly string[] }> {
  const form: ApplicationForm = parseForm(flowOf(application), draft.form);
  const project = await findProject(tx.query.bind(tx), form.proposal.projectId);
  if (!project) {
    throw new ApplicationError('application.projectUnknown', {}, [{ field: 'proposal.projectId', code: 'form.unknown' }]);
  }
  checkStatement(application, draft.documents);
  await checkDocuments(tx, application, draft.documents);
  const revision = application.revision + 1;
  const before = (await readRevisions(tx.query.bind(tx), application.applicationId)).at(-1);
  const changed = before ? [...changedFields(before.form ?? {}, form), ...(sameDocuments(before.documents, draft.documents) ? [] : ['documents'])] : [];
  const formHash = await commitForm(tx, env, form, draft.documents);
  const amountFen = BigInt(form.amountFen);
  await tx.query(
    prepared(`insert into application_revision (application_id, revision, documents, changed_fields, form_hash, submitted_by, submitted_at)
     values ($1, $2, $3, $4, $5, $6, $7)`),
    [application.applicationId, revision, JSON.stringify(draft.documents), changed, formHash, actor.personId, env.now()],
  );
  await tx.query(
    prepared(`update application set revision = $2, title = $3, project_id = $4, contract_number = $5, amount_fen = $6, draft = null, refusal = null,
            updated_at = $7 where id = $1`),
    [application.applicationId, revision, form.proposal.title, project.projectId, isStreetForm(form) ? form.contract.number : null, amountFen, env.now()],
  );
  const payeeAccountId = holdingAccountId(application.applicantOrganisationId, project);
  await openAccount(tx, env, {
    id: payeeAccountId,
    kind: 'holding',
    organisationId: application.applicantOrganisationId,
    projectId: project.projectId,
    budgetLine: project.budgetLine,
  });
  await appendEvent(tx, env, {
    type: 'applicationSubmitted',
    actor,
    applicationId: application.applicationId,
    data: {
      processId: application.processId,
      revision,
      payerOrganisationId: application.payerOrganisationId,
      payeeOrganisationId: application.applicantOrganisationId,
      payerAccountId: holdingAccountId(application.payerOrganisationId, project),
      payeeAccountId,
      projectId: project.projectId,
      amountFen,
      budgetId: budgetIdOf(application, project, form, revision),
      formHash,
      documentIds: draft.documents.map((document) => document.documentId),
      changedFields: changed,
    },
  });
  return { revision, amountFen, formHash, changedFields: changed };
}

function sameDocuments(before: readonly AttachedDocument[], after: readonly AttachedDocument[]): boolean {
  const ids = (documents: readonly AttachedDocument[]) => documents.map(({ documentId, kind }) => `${kind}/${documentId}`).sort().join();
  return ids(before) === ids(after);
}
