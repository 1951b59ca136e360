import type { Environment } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import { isInForce, readFreezes, type Freeze } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { present } from '../present.ts';

interface Concern {
  readonly freezeId: string;
  readonly organisationIds: readonly string[];
}

/** The freezes that a reader may know of, newest first: the regulator's people of all, others of those that concern their organisations. */
export async function freezeViews(read: Tx['query'], env: Environment, { personId, memberships }: SignedIn) {
  const freezes = await readFreezes(read);
  const [concerns, words] = await Promise.all([readConcerns(read, freezes), readWords(read, freezes)]);
  const isRegulator = memberships.some(({ role }) => role === 'regulator');
  const now = env.now();
  return freezes.flatMap((freeze) => {
    const concerned = concerns.get(freeze.freezeId) ?? [];
    const mine = [...new Set(memberships.map(({ organisationId }) => organisationId))].filter((id) => concerned.includes(id));
    if (!isRegulator && mine.length === 0) return [];
    const { freezeId, subject, subjectId, orderedBy, orderedAt, expiresAt, endedAt, ending, appealedAt, upheldAt, reasonCommitment, appealCommitment } = freeze;
    const inForce = isInForce(freeze, now);
    return [{
      ...present({ freezeId, subject, subjectId, orderedAt, expiresAt, endedAt, appealedAt, upheldAt }),
      state: inForce ? ('inForce' as const) : (ending ?? ('expired' as const)),
      reason: words.get(reasonCommitment) ?? null,
      appeal: appealCommitment === null ? null : (words.get(appealCommitment) ?? null),
      mayAnswer: isRegulator && inForce && (appealedAt === null || orderedBy !== personId),
      mayAppealFor: inForce && appealedAt === null ? mine : [],
    }];
  });
}

/** Whose account it is, or the two sides of the application. */
async function readConcerns(read: Tx['query'], freezes: readonly Freeze[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await read<Concern>(
    `select named.id "freezeId", coalesce(array[account.organisation_id], array[application.applicant_organisation_id, application.payer_organisation_id]) "organisationIds"
     from unnest($1::uuid[], $2::text[], $3::text[]) as named (id, subject, subject_id)
     left join account on named.subject = 'account' and account.id = named.subject_id
     left join application on named.subject = 'application' and application.id::text = named.subject_id
     where account.id is not null or application.id is not null`,
    [freezes.map(({ freezeId }) => freezeId), freezes.map(({ subject }) => subject), freezes.map(({ subjectId }) => subjectId)],
  );
  return new Map(rows.map(({ freezeId, organisationIds }) => [freezeId, organisationIds]));
}

/** What stands behind the commitments, where it was not erased. */
async function readWords(read: Tx['query'], freezes: readonly Freeze[]): Promise<ReadonlyMap<string, string>> {
  const commitments = freezes.flatMap(({ reasonCommitment, appealCommitment }) => [reasonCommitment, appealCommitment]);
  const { rows } = await read<{ commitment: string; value: string }>('select commitment, value from personal_value where commitment = any($1)', [commitments]);
  return new Map(rows.map(({ commitment, value }) => [commitment, value]));
}
