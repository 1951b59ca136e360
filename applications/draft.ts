import type { Actor, Environment } from '@gbc/events';
import { findOrganisation, type SignedIn } from '@gbc/identity';
import { prepared, type Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { lockApplication, type ApplicationRow, type Draft } from './application.ts';
import { flowOf, flows, type Flow } from './flow.ts';
import { enqueue } from './outbox.ts';
import { submitRevision } from './submit.ts';

export interface NewApplication extends Draft {
  readonly processId: string;
  readonly payerOrganisationId: string;
  readonly applicantOrganisationId: string;
}

/** The title a list shows while the form has none. */
function titleOf(form: Readonly<Record<string, unknown>>): string {
  const proposal = form['proposal'];
  const title = typeof proposal === 'object' && proposal !== null && 'title' in proposal ? proposal.title : undefined;
  return typeof title === 'string' ? title.slice(0, 200) : '';
}

/**
 * Begins a draft for an organisation the person acts for. @returns the application's id
 * Throws `application.flowUnknown`, `application.notApplicant`, `application.payerWrong`.
 */
export async function createDraft(tx: Tx, env: Environment, by: SignedIn, it: NewApplication): Promise<string> {
  const ofProcess = flows.filter(({ processId }) => processId === it.processId);
  if (ofProcess.length === 0) throw new ApplicationError('application.flowUnknown', { processId: it.processId });
  const payer = await findOrganisation(tx.query.bind(tx), it.payerOrganisationId);
  const applicant = await findOrganisation(tx.query.bind(tx), it.applicantOrganisationId);
  const [first] = ofProcess;
  const flow = ofProcess.find(({ applicantKind }) => applicantKind === applicant?.kind) ?? first as Flow;
  checkIsApplicant(by, flow, it.applicantOrganisationId);
  if (payer?.kind !== flow.payerKind || applicant?.kind !== flow.applicantKind) throw payerWrong();
  return insertDraft(tx, env, by.personId, flow, it);
}

const payerWrong = () => new ApplicationError('application.payerWrong', {}, [{ field: 'payerOrganisationId', code: 'form.unknown' }]);

/**
 * Begins and submits an application for the office below, as the payer's person who allocates: a maker of it like any applicant, so that others
 * check it. The receiving office corrects it where it is sent back and confirms what came. @returns the application's id
 * Throws `application.payerWrong`, and what {@link submitRevision} throws.
 */
export async function allocate(tx: Tx, env: Environment, actor: Actor & { kind: 'person' }, it: NewApplication): Promise<string> {
  const read = tx.query.bind(tx);
  const [payer, applicant] = [await findOrganisation(read, it.payerOrganisationId), await findOrganisation(read, it.applicantOrganisationId)];
  const flow = flows.find(({ processId, applicantKind, payerKind }) => processId === it.processId && applicantKind === applicant?.kind && payerKind === payer?.kind);
  if (!flow || actor.organisationId !== it.payerOrganisationId) throw payerWrong();
  const applicationId = await insertDraft(tx, env, actor.personId, flow, it);
  await submitFirst(tx, env, actor, await lockApplication(tx, applicationId), it);
  return applicationId;
}

async function insertDraft(tx: Tx, env: Environment, personId: string, flow: Flow, it: NewApplication): Promise<string> {
  const id = env.newId();
  await tx.query(
    prepared(`insert into application (id, process_id, state, payer_organisation_id, applicant_organisation_id, applicant_role, created_by, title, revision, draft,
       created_at, updated_at)
     values ($1, $2, 'draft', $3, $4, $5, $6, $7, 0, $8, $9, $9)`),
    [id, it.processId, it.payerOrganisationId, it.applicantOrganisationId, flow.applicantRole, personId, titleOf(it.form), JSON.stringify({ form: it.form, documents: it.documents }), env.now()],
  );
  return id;
}

function checkIsApplicant(by: SignedIn, { applicantRole: role }: Pick<Flow, 'applicantRole'>, organisationId: string): void {
  if (!by.memberships.some((membership) => membership.organisationId === organisationId && membership.role === role)) {
    throw new ApplicationError('application.notApplicant', { role });
  }
}

/** Keeps what was entered so far, complete or not. Throws `application.notEditable`, `application.notApplicant`. */
export async function saveDraft(tx: Tx, env: Environment, by: SignedIn, applicationId: string, draft: Draft): Promise<void> {
  const application = await lockApplication(tx, applicationId);
  checkIsApplicant(by, application, application.applicantOrganisationId);
  if (!['draft', 'correcting', 'supplementing'].includes(application.state)) throw new ApplicationError('application.notEditable', { state: application.state });
  const title = application.state === 'draft' ? titleOf(draft.form) : application.title;
  await tx.query(prepared('update application set draft = $2, title = $3, updated_at = $4 where id = $1'), [
    applicationId,
    JSON.stringify({ form: draft.form, documents: draft.documents }),
    title,
    env.now(),
  ]);
}

/**
 * Submits a draft as revision 1 and asks for its process to be started.
 * Throws `application.notEditable` where it was submitted before, and what {@link submitRevision} throws.
 */
export async function submitDraft(tx: Tx, env: Environment, by: SignedIn, applicationId: string): Promise<void> {
  const application = await lockApplication(tx, applicationId);
  checkIsApplicant(by, application, application.applicantOrganisationId);
  if (application.state !== 'draft' || !application.draft) throw new ApplicationError('application.notEditable', { state: application.state });
  const actor = { kind: 'person', personId: by.personId, organisationId: application.applicantOrganisationId, role: flowOf(application).applicantRole } as const;
  await submitFirst(tx, env, actor, application, application.draft);
}

/** Revision 1, and the start of its process. */
async function submitFirst(tx: Tx, env: Environment, actor: Actor & { kind: 'person' }, application: ApplicationRow, draft: Draft): Promise<void> {
  const { applicationId } = application;
  const { applicantRole: role, payeeRole, tier, startFormId } = flowOf(application);
  const { revision, amountFen } = await submitRevision(tx, env, actor, application, draft);
  await tx.query(`update application set state = 'validating' where id = $1`, [applicationId]);
  await enqueue(tx, env, {
    applicationId,
    command: {
      kind: 'startProcess',
      processId: application.processId,
      variables: {
        applicationId,
        officeId: application.payerOrganisationId,
        applicantId: application.applicantOrganisationId,
        applicantRole: role,
        payeeRole,
        tier,
        applicationForm: startFormId,
        amountFen: Number(amountFen),
        revision,
        payoutNo: application.payoutNo,
      },
    },
  });
}
