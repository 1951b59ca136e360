import { appendEvent, commitPersonalValue, type Environment } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import { correctionApplicationId, readTransfers, type HoldIdentity, type Payout } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import { commitForm, lockApplication, readApplication, readMakers, type ApplicationRow } from './application.ts';
import { correctionProcessId, type ApplicationState } from './flow.ts';
import { enqueue } from './outbox.ts';
import { hashOfDecision, recordDecision } from './record-decision.ts';

const role = 'finance-supervisor';

export interface NewCorrection extends HoldIdentity {
  /** What is wrong with the payment, in the proposer's words. */
  readonly reason: string;
}

/** A correction that was proposed for a payment, and where it stands. */
export interface CorrectionStanding {
  /** Its business id, which is also that of its page. */
  readonly applicationId: string;
  readonly payoutNo: number;
  readonly state: ApplicationState;
}

/** Who made an application or reviewed this payment of it: nobody of them corrects it. */
export async function readInvolved(read: Tx['query'], { applicationId, payoutNo }: HoldIdentity): Promise<readonly string[]> {
  const { rows } = await read<{ id: string }>(
    `select distinct person_id as id from decision where application_id = $1 and kind = 'review' and payout_no = $2 and state <> 'refused'`,
    [applicationId, payoutNo],
  );
  return [...(await readMakers(read, applicationId)), ...rows.map(({ id }) => id)];
}

async function readPosted(read: Tx['query'], applicationId: string, payoutNo?: number): Promise<Payout | undefined> {
  const transfers = await readTransfers(read, applicationId);
  return transfers.find((it): it is Payout => it.kind === 'payout' && it.state === 'posted' && (payoutNo === undefined || it.payoutNo === payoutNo));
}

/** The correction of an application's payment; null where none was proposed. */
export async function findCorrection(read: Tx['query'], applicationId: string): Promise<CorrectionStanding | null> {
  const paid = await readPosted(read, applicationId);
  if (!paid) return null;
  const { rows } = await read<CorrectionStanding>('select id as "applicationId", payout_no as "payoutNo", state from application where id = $1', [correctionApplicationId(paid)]);
  return rows[0] ?? null;
}

/** The number of the payment that this person may propose to correct now; null where there is none. */
export async function correctableBy(read: Tx['query'], by: SignedIn, application: ApplicationRow): Promise<number | null> {
  if (!isCorrector(by, application)) return null;
  const paid = await readPosted(read, application.applicationId);
  if (!paid || (await findCorrection(read, application.applicationId))) return null;
  return (await readInvolved(read, paid)).includes(by.personId) ? null : paid.payoutNo;
}

const isCorrector = (by: SignedIn, { payerOrganisationId }: ApplicationRow) =>
  by.memberships.some((membership) => membership.organisationId === payerOrganisationId && membership.role === role);

/**
 * Proposes that a payment be taken back, for a finance supervisor of who paid; that is the first of the two approvals that the ledger
 * asks for, and begins the process in which a second supervisor gives the other. @returns the correction's business id
 * Throws `correction.notAllowed`, `correction.involved`, `correction.notPaid`, `correction.proposed`.
 */
export async function proposeCorrection(tx: Tx, env: Environment, by: SignedIn, { applicationId, payoutNo, reason }: NewCorrection): Promise<string> {
  const read = tx.query.bind(tx);
  const application = await lockApplication(tx, applicationId);
  if (!isCorrector(by, application)) throw new ApplicationError('correction.notAllowed');
  const paid = await readPosted(read, applicationId, payoutNo);
  if (!paid) throw new ApplicationError('correction.notPaid');
  if ((await readInvolved(read, paid)).includes(by.personId)) throw new ApplicationError('correction.involved');
  const correctionId = correctionApplicationId(paid);
  const actor = { kind: 'person', personId: by.personId, organisationId: application.payerOrganisationId, role } as const;
  const form = { correctedApplicationId: applicationId, payoutNo, amountFen: Number(paid.amountFen), reason };
  const formHash = await commitForm(tx, env, form, []);
  await insertCorrection(tx, env, { correctionId, application, paid, by, formHash });
  const decisionId = await recordDecision(tx, env, {
    place: { taskId: null, taskKey: '', elementId: 'correctionProposed', processDefinitionKey: '', processVersion: 0 },
    applicationId, kind: 'correction', outcome: 'approved', actor, revision: paid.revision, payoutNo, adviceId: null, formHash,
    field: null, reason, forwardedTo: null, answers: null, contentHash: hashOfDecision(form),
  });
  await appendEvent(tx, env, {
    type: 'correctionProposed', actor, applicationId: correctionId,
    data: { correctedApplicationId: applicationId, payoutNo, amountFen: paid.amountFen, decisionId, reasonCommitment: await commitPersonalValue(tx, env, reason) },
  });
  const officeId = application.payerOrganisationId;
  await enqueue(tx, env, {
    applicationId: correctionId,
    decisionId,
    command: {
      kind: 'startProcess',
      processId: correctionProcessId,
      variables: { applicationId: correctionId, officeId, applicantId: officeId, applicantRole: role, amountFen: Number(paid.amountFen), revision: paid.revision, payoutNo },
    },
  });
  return correctionId;
}

interface Insertion {
  readonly correctionId: string;
  readonly application: ApplicationRow;
  readonly paid: Payout;
  readonly by: SignedIn;
  readonly formHash: string;
}

async function insertCorrection(tx: Tx, env: Environment, { correctionId, application, paid, by, formHash }: Insertion): Promise<void> {
  const { payerOrganisationId, title, projectId } = application;
  const { rowCount } = await tx.query(
    `insert into application (id, process_id, state, payer_organisation_id, applicant_organisation_id, applicant_role, created_by, title, project_id, amount_fen,
       revision, payout_no, created_at, updated_at)
     values ($1, $2, 'approvingCorrection', $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) on conflict (id) do nothing`,
    [correctionId, correctionProcessId, payerOrganisationId, role, by.personId, title, projectId, paid.amountFen, paid.revision, paid.payoutNo, env.now()],
  );
  if (rowCount === 0) throw new ApplicationError('correction.proposed');
  await tx.query(
    `insert into application_revision (application_id, revision, documents, changed_fields, form_hash, submitted_by, submitted_at)
     values ($1, $2, '[]', '{}', $3, $4, $5)`,
    [correctionId, paid.revision, formHash, by.personId, env.now()],
  );
}

/** A payment was taken back: its application says so, and its process has nothing left to ask of anybody. */
export async function closeCorrected(tx: Tx, env: Environment, applicationId: string): Promise<void> {
  await tx.query(`update application set state = 'corrected', updated_at = $2 where id = $1`, [applicationId, env.now()]);
  const { engineId, processInstanceKey } = await readApplication(tx.query.bind(tx), applicationId);
  const { rowCount } = await tx.query(
    `select from process_instance where engine_id = $1 and process_instance_key = $2 and state = 'running'`, [engineId, processInstanceKey],
  );
  if (rowCount === 0 || engineId === null || processInstanceKey === null) return;
  await enqueue(tx, env, { applicationId, command: { kind: 'cancelInstance', engineId, processInstanceKey } });
}
