import { appendEvent, type Actor, type Environment } from '@gbc/events';
import { findOrganisation, listOrganisations, type OrganisationKind, type Role, type SignedIn } from '@gbc/identity';
import { readBalances, type AccountStanding } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { z } from 'zod';
import { ApplicationError } from './application-error.ts';
import { commitForm, lockApplication, readRevisions, type ApplicationRow } from './application.ts';
import { redemptionProcessId } from './flow.ts';
import { changedFields, parseAs } from './form.ts';
import { enqueue } from './outbox.ts';

const Text = z.string().trim().min(1).max(140);

/** What somebody enters to have money for their tokens. */
const RedemptionForm = z.object({
  purpose: Text,
  amountFen: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  creditor: z.object({ name: Text, account: z.string().regex(/^[0-9A-Za-z]{8,34}$/), bank: Text }),
});

export type RedemptionForm = z.infer<typeof RedemptionForm>;

export interface NewRedemption {
  readonly accountId: string;
  readonly form: Readonly<Record<string, unknown>>;
}

/** As kept: the account can't be changed by a correction. */
interface StoredForm extends RedemptionForm {
  readonly accountId: string;
}

/** Who redeems what an organisation holds. */
function ordererOf(kind: OrganisationKind): Role {
  if (kind === 'firm') return 'supplier';
  if (kind === 'individual') return 'individual';
  return 'finance-supervisor';
}

async function findAccount(tx: Tx, accountId: string): Promise<AccountStanding & { organisationId: string }> {
  const [account] = await readBalances(tx.query.bind(tx), { accountIds: [accountId] });
  const { organisationId } = account ?? {};
  if (!account || !organisationId) throw new ApplicationError('application.accountUnknown', {}, [{ field: 'accountId', code: 'form.unknown' }]);
  return { ...account, organisationId };
}

/**
 * Orders money for tokens of an account and asks for its process to be started. @returns the id of the order
 * Throws `application.accountUnknown`, `application.notApplicant`, `application.formInvalid`.
 */
export async function orderRedemption(tx: Tx, env: Environment, by: SignedIn, { accountId, form: entered }: NewRedemption): Promise<string> {
  const read = tx.query.bind(tx);
  const form = parseAs(RedemptionForm, entered);
  const { organisationId, projectId } = await findAccount(tx, accountId);
  const owner = await findOrganisation(read, organisationId);
  const role = ordererOf(owner?.kind ?? 'firm');
  if (!by.memberships.some((membership) => membership.organisationId === organisationId && membership.role === role)) {
    throw new ApplicationError('application.notApplicant', { role });
  }
  const receiver = (await listOrganisations(read)).find(({ kind }) => kind === 'district');
  if (!receiver) throw new Error('no district is registered to receive the order');
  const applicationId = env.newId();
  await tx.query(
    `insert into application (id, process_id, state, payer_organisation_id, applicant_organisation_id, applicant_role, created_by, title, project_id, revision,
       created_at, updated_at)
     values ($1, $2, 'validating', $3, $4, $5, $6, $7, $8, 0, $9, $9)`,
    [applicationId, redemptionProcessId, receiver.organisationId, organisationId, role, by.personId, form.purpose, projectId, env.now()],
  );
  const actor = { kind: 'person', personId: by.personId, organisationId, role } as const;
  await insertOrder(tx, env, actor, await lockApplication(tx, applicationId), { ...form, accountId });
  await enqueue(tx, env, {
    applicationId,
    command: {
      kind: 'startProcess',
      processId: redemptionProcessId,
      variables: { applicationId, officeId: receiver.organisationId, applicantId: organisationId, applicantRole: role, amountFen: form.amountFen, revision: 1, payoutNo: 1 },
    },
  });
  return applicationId;
}

/**
 * Makes the next revision of an order that was sent back; the application must be locked.
 * Throws `application.formInvalid`.
 */
export async function correctRedemption(
  tx: Tx,
  env: Environment,
  actor: Actor & { kind: 'person' },
  application: ApplicationRow,
  entered: Readonly<Record<string, unknown>>,
): Promise<{ revision: number; amountFen: bigint; formHash: string; changedFields: readonly string[] }> {
  const { accountId } = await readRedemptionForm(tx.query.bind(tx), application.applicationId);
  return insertOrder(tx, env, actor, application, { ...parseAs(RedemptionForm, entered), accountId });
}

/** What the newest revision of an order asks for. */
export async function readRedemptionForm(read: Tx['query'], applicationId: string): Promise<StoredForm> {
  const newest = (await readRevisions(read, applicationId)).at(-1);
  return parseAs(RedemptionForm.extend({ accountId: z.string() }), newest?.form);
}

async function insertOrder(tx: Tx, env: Environment, actor: Actor & { kind: 'person' }, application: ApplicationRow, form: StoredForm) {
  const { applicationId, projectId } = application;
  const revision = application.revision + 1;
  const before = (await readRevisions(tx.query.bind(tx), applicationId)).at(-1);
  const changed = before ? changedFields(before.form ?? {}, form) : [];
  const formHash = await commitForm(tx, env, form, []);
  const amountFen = BigInt(form.amountFen);
  await tx.query(
    `insert into application_revision (application_id, revision, documents, changed_fields, form_hash, submitted_by, submitted_at)
     values ($1, $2, '[]', $3, $4, $5, $6)`,
    [applicationId, revision, changed, formHash, actor.personId, env.now()],
  );
  await tx.query('update application set revision = $2, title = $3, amount_fen = $4, draft = null, refusal = null, updated_at = $5 where id = $1', [
    applicationId, revision, form.purpose, amountFen, env.now(),
  ]);
  await appendEvent(tx, env, {
    type: 'redemptionOrdered',
    actor,
    applicationId,
    data: {
      processId: redemptionProcessId,
      revision,
      organisationId: application.applicantOrganisationId,
      accountId: form.accountId,
      receiverOrganisationId: application.payerOrganisationId,
      projectId,
      amountFen,
      formHash,
      changedFields: changed,
    },
  });
  return { revision, amountFen, formHash, changedFields: changed };
}
