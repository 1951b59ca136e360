import { findProject, holdingAccountId, readApplication, readRedemptionForm, redemptionProcessId, type ApplicationRow } from '@gbc/applications';
import type { Environment } from '@gbc/events';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import { correctedPaymentOf, isInForce, readFreezes, readFreezesInForce, type Freeze } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';

interface Concern {
  readonly freezeId: string;
  readonly organisationIds: readonly string[];
  readonly projectId: string | null;
  readonly title: string | null;
}

/** The freezes that a reader may know of, newest first: the regulator's people of all, others of those that concern their organisations. */
export async function freezeViews(read: Tx['query'], env: Environment, { personId, memberships }: SignedIn) {
  const freezes = await readFreezes(read);
  const [concerns, words, names] = await Promise.all([readConcerns(read, freezes), readWords(read, freezes), readPersonNames(read, freezes.map(({ orderedBy }) => orderedBy))]);
  const isRegulator = memberships.some(({ role }) => role === 'regulator');
  const now = env.now();
  return freezes.flatMap((freeze) => {
    const concern = concerns.get(freeze.freezeId);
    const concerned = concern?.organisationIds ?? [];
    const mine = [...new Set(memberships.map(({ organisationId }) => organisationId))].filter((id) => concerned.includes(id));
    if (!isRegulator && mine.length === 0) return [];
    const { freezeId, subject, subjectId, orderedBy, orderedAt, expiresAt, endedAt, ending, appealedAt, upheldAt, reasonCommitment, appealCommitment, answerCommitment } = freeze;
    const inForce = isInForce(freeze, now);
    return [{
      ...present({ freezeId, subject, subjectId, orderedAt, expiresAt, endedAt, appealedAt, upheldAt }),
      organisationId: concerned[0] ?? null,
      title: concern?.title ?? null,
      projectId: concern?.projectId ?? null,
      orderedBy: { personName: names.get(orderedBy) ?? '', isReader: orderedBy === personId },
      state: inForce ? ('inForce' as const) : (ending ?? ('expired' as const)),
      reason: words.get(reasonCommitment) ?? null,
      appeal: appealCommitment === null ? null : (words.get(appealCommitment) ?? null),
      answer: answerCommitment === null ? null : (words.get(answerCommitment) ?? null),
      mayAnswer: isRegulator && inForce && (appealedAt === null || orderedBy !== personId),
      mayAppealFor: inForce && appealedAt === null ? mine : [],
    }];
  });
}

/** Whose account it is, or the two sides of the application. */
async function readConcerns(read: Tx['query'], freezes: readonly Freeze[]): Promise<ReadonlyMap<string, Concern>> {
  const { rows } = await read<Concern>(
    `select named.id "freezeId", case when account.id is null then array[application.applicant_organisation_id, application.payer_organisation_id] else array[account.organisation_id] end "organisationIds",
            coalesce(account.project_id, application.project_id) "projectId", application.title
     from unnest($1::uuid[], $2::text[], $3::text[]) as named (id, subject, subject_id)
     left join account on named.subject = 'account' and account.id = named.subject_id
     left join application on named.subject = 'application' and application.id::text = named.subject_id
     where account.id is not null or application.id is not null`,
    [freezes.map(({ freezeId }) => freezeId), freezes.map(({ subject }) => subject), freezes.map(({ subjectId }) => subjectId)],
  );
  return new Map(rows.map((row) => [row.freezeId, row]));
}

/** What stands behind the commitments, where it was not erased. */
async function readWords(read: Tx['query'], freezes: readonly Freeze[]): Promise<ReadonlyMap<string, string>> {
  const commitments = freezes.flatMap(({ reasonCommitment, appealCommitment, answerCommitment }) => [reasonCommitment, appealCommitment, answerCommitment]);
  const { rows } = await read<{ commitment: string; value: string }>('select commitment, value from personal_value where commitment = any($1)', [commitments]);
  return new Map(rows.map(({ commitment, value }) => [commitment, value]));
}

/** Which of these applications are frozen themselves now. */
export async function frozenAmong({ database, env }: ApiParts, applicationIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await readFreezesInForce(database.read, applicationIds, env.now())).filter(({ subject }) => subject === 'application').map(({ subjectId }) => subjectId));
}

/** What an application's money moves between; of a correction, what the payment moved between; nothing once it is over and erased. */
async function accountsOf(read: Tx['query'], row: ApplicationRow): Promise<{ readonly payerAccount: string | null; readonly payeeAccount: string | null }> {
  if (row.erasedAt) return { payerAccount: null, payeeAccount: null };
  if (row.processId === redemptionProcessId) return { payerAccount: (await readRedemptionForm(read, row.applicationId)).accountId, payeeAccount: null };
  const project = row.projectId === null ? null : await findProject(read, row.projectId);
  if (!project) return { payerAccount: null, payeeAccount: null };
  return { payerAccount: holdingAccountId(row.payerOrganisationId, project), payeeAccount: holdingAccountId(row.applicantOrganisationId, project) };
}

/**
 * The freezes in force that keep this application's money where it is. That there is one, everybody may know; why, those whom it
 * concerns and the regulator.
 */
export async function freezesOf({ database: { read }, env }: ApiParts, by: SignedIn, row: ApplicationRow) {
  const corrected = correctedPaymentOf(row.applicationId);
  const subject = corrected ? await readApplication(read, corrected.applicationId) : row;
  const { payerAccount, payeeAccount } = await accountsOf(read, subject);
  const freezes = await readFreezesInForce(read, [subject.applicationId, payerAccount, payeeAccount].filter((id) => id !== null), env.now());
  if (freezes.length === 0) return [];
  const known = new Map((await freezeViews(read, env, by)).map((it) => [it.freezeId, it]));
  const redeemer = subject.processId === redemptionProcessId ? subject.applicantOrganisationId : subject.payerOrganisationId;
  return freezes.map(({ freezeId, subjectId, orderedAt, expiresAt, appealedAt, upheldAt }) => {
    const concerns = subjectId === payerAccount ? ('payerAccount' as const) : subjectId === payeeAccount ? ('payeeAccount' as const) : ('application' as const);
    const { reason = null, mayAnswer = false, mayAppealFor = [] } = known.get(freezeId) ?? {};
    return {
      ...present({ freezeId, orderedAt, expiresAt, appealedAt, upheldAt }),
      concerns, reason, mayAnswer, mayAppealFor,
      accountId: concerns === 'application' ? null : subjectId,
      organisationId: concerns === 'application' ? null : concerns === 'payerAccount' ? redeemer : subject.applicantOrganisationId,
    };
  });
}
