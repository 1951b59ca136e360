import { createHash } from 'node:crypto';
import { appendEvent, appendEvents, canonicalJson, type DecisionKind, type Environment } from '@gbc/events';
import type { Variables } from '@gbc/engine';
import { findOrganisation, type SignedIn } from '@gbc/identity';
import { adviceIdOf, correctedPaymentOf } from '@gbc/ledger';
import { prepared, type Tx } from '@gbc/prisma';
import { checkAnswers, type Answers } from './answers.ts';
import { ApplicationError } from './application-error.ts';
import { lockApplication, readRevisions, type ApplicationRow, type AttachedDocument } from './application.ts';
import { authorityFor } from './authority.ts';
import { proposeCorrection } from './correction.ts';
import { readModelVersion } from './deploy-model.ts';
import { branchedOutcomes, decisionKindOf, explainedOutcomes, outcomesOf, redemptionProcessId, type DecisionOutcome } from './flow.ts';
import { answerMaterialRequest, askForMaterial, type FieldConsent } from './material-request.ts';
import { namesOutcome } from './next-steps.ts';
import { enqueue } from './outbox.ts';
import { hashOfDecision, recordDecision } from './record-decision.ts';
import { correctRedemption } from './redemption.ts';
import { submitRevision } from './submit.ts';
import { lockTask, type TaskRow } from './task.ts';

export interface DecisionInput {
  readonly outcome: DecisionOutcome;
  /** The revision the person looked at. */
  readonly revision: number;
  readonly reason?: string | undefined;
  readonly field?: string | undefined;
  readonly form?: Readonly<Record<string, unknown>> | undefined;
  readonly documents?: readonly AttachedDocument[] | undefined;
  readonly receivedFen?: number | undefined;
  /** The office whose opinion is asked, for `forwarded`. */
  readonly forwardTo?: string | undefined;
  /** The fields asked for, for `moreNeeded`; without them it is `field` alone. */
  readonly fields?: readonly string[] | undefined;
  /** One answer for each field asked for, for `supplied`. */
  readonly consents?: readonly FieldConsent[] | undefined;
  /** What was entered into fields that an admin added to the task's form. */
  readonly answers?: Answers | undefined;
}

/** What a decision stands on; a deposit has no application row, only its advice. */
interface Matter {
  readonly application: ApplicationRow | null;
  /** What the decision is evidence about: of a correction, the application whose payment is taken back. */
  readonly subjectId: string;
  readonly revision: number;
  readonly payoutNo: number;
  readonly adviceId: string | null;
  readonly formHash: string;
}

/** What a decision on something without a form was made on: SHA-256 of an empty one, which keeps nothing. */
const noForm = createHash('sha256').update(canonicalJson({ form: {}, documents: [] })).digest('hex');

async function readMatter(tx: Tx, task: TaskRow): Promise<Matter> {
  const adviceId = adviceIdOf(task.applicationId);
  const subjectId = correctedPaymentOf(task.applicationId)?.applicationId ?? task.applicationId;
  if (adviceId !== null) return { application: null, subjectId, revision: 0, payoutNo: 0, adviceId, formHash: noForm };
  const application = await lockApplication(tx, task.applicationId);
  const newest = (await readRevisions(tx.query.bind(tx), application.applicationId)).at(-1);
  return { application, subjectId, revision: application.revision, payoutNo: application.payoutNo, adviceId: null, formHash: newest?.formHash ?? noForm };
}

function checkInput(kind: DecisionKind, input: DecisionInput, matter: Matter): void {
  if (!outcomesOf(kind).includes(input.outcome)) throw new ApplicationError('task.outcomeUnknown', { outcome: input.outcome });
  if (input.revision !== matter.revision) throw new ApplicationError('task.revisionChanged', { revision: matter.revision });
  const missing: { field: string; code: string }[] = [];
  const isRefusal = input.outcome === 'rejected' || input.outcome === 'moreNeeded';
  if ((explainedOutcomes.includes(input.outcome) || kind === 'paymentCheck') && !input.reason) missing.push({ field: 'reason', code: 'form.required' });
  if (isRefusal && kind === 'review' && !input.field && !input.fields?.length) missing.push({ field: 'field', code: 'form.required' });
  if (kind === 'receipt' && input.outcome === 'confirmed' && BigInt(input.receivedFen ?? 0) !== matter.application?.amountFen) missing.push({ field: 'receivedFen', code: 'form.notFullAmount' });
  if (missing.length > 0) throw new ApplicationError('task.incomplete', {}, missing);
}

/** Offices are asked for an opinion; the one that pays decides all the same. Throws `task.incomplete`. */
async function checkForward(tx: Tx, { outcome, forwardTo }: DecisionInput, payerOrganisationId: string | undefined): Promise<void> {
  if (outcome !== 'forwarded') return;
  const asked = forwardTo && forwardTo !== payerOrganisationId ? await findOrganisation(tx.query.bind(tx), forwardTo) : null;
  const isOffice = asked !== null && ['district', 'department', 'street'].includes(asked.kind);
  if (!isOffice) throw new ApplicationError('task.incomplete', {}, [{ field: 'forwardTo', code: forwardTo ? 'form.unknown' : 'form.required' }]);
}

/** A flow drawn before an outcome existed would come to a standstill on it. Throws `task.outcomeUnknown`. */
async function checkBranch(tx: Tx, task: TaskRow, outcome: DecisionOutcome): Promise<void> {
  if (!branchedOutcomes.includes(outcome)) return;
  const { bpmnXml } = await readModelVersion(tx.query.bind(tx), task.processId, task.processVersion);
  if (!(await namesOutcome(bpmnXml, task.elementId, outcome))) throw new ApplicationError('task.outcomeUnknown', { outcome });
}

/** The same person saying the same again gets the same answer; anybody else, or anything else, is too late. */
async function findEarlier(tx: Tx, by: SignedIn, taskId: string, contentHash: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string; person_id: string; content_hash: string }>(
    prepared('select id, person_id, content_hash from decision where task_id = $1'),
    [taskId],
  );
  const earlier = rows[0];
  if (!earlier) return null;
  if (earlier.person_id === by.personId && earlier.content_hash === contentHash) return earlier.id;
  throw new ApplicationError('task.alreadyDecided');
}

/** For `supplied`: what was entered becomes the next revision, or, where nothing was sent along, the kept draft does. */
async function resubmit(tx: Tx, env: Environment, task: TaskRow, input: DecisionInput, actor: Parameters<typeof submitRevision>[2], application: ApplicationRow) {
  const newest = (await readRevisions(tx.query.bind(tx), application.applicationId)).at(-1);
  const form = input.form ?? application.draft?.form ?? newest?.form ?? {};
  if (application.processId === redemptionProcessId) return correctRedemption(tx, env, actor, application, form);
  const documents = input.documents ?? application.draft?.documents ?? newest?.documents ?? [];
  return submitRevision(tx, env, actor, application, { form, documents });
}

const forwardOf = ({ outcome, forwardTo }: DecisionInput) => (outcome === 'forwarded' && forwardTo ? { forwardedTo: forwardTo } : {});

/** An answer that finds a dispute right proposes in the same breath that the payment be taken back. */
async function concede(tx: Tx, env: Environment, by: SignedIn, { outcome, reason }: DecisionInput, { subjectId, payoutNo }: Matter): Promise<void> {
  if (outcome === 'conceded') await proposeCorrection(tx, env, by, { applicationId: subjectId, payoutNo, reason: reason ?? '' });
}

/**
 * Writes a decision at a user task, with its event and the command for the engine, in one transaction; the engine hears of
 * it afterwards, from the outbox. @returns the decision's and the outbox item's id (null where the decision was there before)
 * Throws `task.notFound`, the codes of NoAuthority, `task.alreadyDecided`, `task.revisionChanged`, `task.incomplete`,
 * `task.outcomeUnknown`, for `supplied` what {@link submitRevision} throws, and for `conceded` what {@link proposeCorrection} throws.
 * @param formSchema the task's form as it was deployed, against which `answers` are held; null where it has none
 */
export async function decide(
  tx: Tx,
  env: Environment,
  by: SignedIn,
  taskId: string,
  input: DecisionInput,
  formSchema: Readonly<Record<string, unknown>> | null = null,
): Promise<{ decisionId: string; outboxId: string | null }> {
  const task = await lockTask(tx, taskId);
  const contentHash = hashOfDecision(input);
  const earlierId = await findEarlier(tx, by, taskId, contentHash);
  if (earlierId) return { decisionId: earlierId, outboxId: null };
  const kind = decisionKindOf(task.elementId, task.headers);
  const authority = await authorityFor(tx.query.bind(tx), by, task, kind);
  if ('refusal' in authority) throw new ApplicationError(authority.refusal);
  const matter = await readMatter(tx, task);
  checkInput(kind, input, matter);
  await checkBranch(tx, task, input.outcome);
  await checkForward(tx, input, matter.application?.payerOrganisationId);
  const actor = { kind: 'person', personId: by.personId, organisationId: authority.membership.organisationId, role: authority.membership.role } as const;
  const resubmitted = input.outcome === 'supplied' && matter.application ? await resubmit(tx, env, task, input, actor, matter.application) : null;
  const made = { ...matter, ...(resubmitted ?? {}) };
  const answers = kind === 'resubmission' || kind === 'supplement' ? null : checkAnswers(formSchema, input.answers);
  const decisionId = await recordDecision(tx, env, {
    place: { ...task, processDefinitionKey: await readDefinitionKey(tx, task) },
    applicationId: matter.subjectId, kind, outcome: input.outcome, actor, revision: made.revision, payoutNo: made.payoutNo, adviceId: made.adviceId, formHash: made.formHash,
    field: input.field ?? null, reason: input.reason ?? null, forwardedTo: forwardOf(input).forwardedTo ?? null, answers, contentHash,
  });
  await concede(tx, env, by, input, matter);
  if (input.outcome === 'moreNeeded') {
    const fields = input.fields ?? (input.field ? [input.field] : []);
    await askForMaterial(tx, env, actor, { applicationId: task.applicationId, decisionId, revision: made.revision, fields });
  }
  if (kind === 'supplement' && resubmitted) {
    await answerMaterialRequest(tx, env, actor, { ...resubmitted, applicationId: task.applicationId, consents: input.consents ?? [] });
  }
  const variables: Variables = {
    outcome: input.outcome,
    ...forwardOf(input),
    ...(answers ? { answers } : {}),
    ...(resubmitted ? { revision: resubmitted.revision, amountFen: Number(resubmitted.amountFen) } : {}),
  };
  const outboxId = await enqueue(tx, env, {
    applicationId: task.applicationId,
    decisionId,
    command: { kind: 'completeTask', engineId: task.engineId, taskKey: task.taskKey, variables },
  });
  return { decisionId, outboxId };
}

async function readDefinitionKey(tx: Tx, task: TaskRow): Promise<string> {
  const { rows } = await tx.query<{ key: string }>(
    prepared('select process_definition_key as key from process_instance where engine_id = $1 and process_instance_key = $2'),
    [task.engineId, task.processInstanceKey],
  );
  return rows[0]?.key ?? '';
}

/** The engine took these decisions: from now on they count as evidence. Told once, however often it is heard. */
export async function acceptDecisions(tx: Tx, env: Environment, decisionIds: readonly string[]): Promise<void> {
  if (decisionIds.length === 0) return;
  const { rows } = await tx.query<{ id: string; application_id: string }>(
    prepared(`update decision set state = 'accepted' where id = any($1::uuid[]) and state = 'recorded' returning id, application_id`),
    [decisionIds],
  );
  const actor = { kind: 'system', name: 'engine' } as const;
  await appendEvents(tx, env, rows.map(({ id, application_id }) => ({ type: 'decisionAccepted', actor, applicationId: application_id, data: { decisionId: id } })));
}

/** The engine no longer had the task: the decision counts for nothing. */
export async function refuseDecision(tx: Tx, env: Environment, decisionId: string, code: string): Promise<void> {
  const { rows } = await tx.query<{ application_id: string }>(
    `update decision set state = 'refused' where id = $1 and state = 'recorded' returning application_id`,
    [decisionId],
  );
  if (!rows[0]) return;
  const actor = { kind: 'system', name: 'engine' } as const;
  await appendEvent(tx, env, { type: 'decisionRefused', actor, applicationId: rows[0].application_id, data: { decisionId, code } });
}
