import type { SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { ApiError } from './problem.ts';

/**
 * A supervisor of the office that pays, or of the district, as the actor of what they do; undefined for anybody else.
 * @param payerOrganisationId null for a deposit, which is the district's
 */
export function supervisorOf(by: SignedIn, payerOrganisationId: string | null) {
  const membership = by.memberships.find(({ role, organisationId, organisationKind }) => role === 'supervisor' && (organisationId === payerOrganisationId || organisationKind === 'district'));
  return membership && ({ kind: 'person', personId: by.personId, organisationId: membership.organisationId, role: 'supervisor' } as const);
}

/** {@link supervisorOf} for a matter by its id. Throws `access.denied`. */
export async function supervisorActor(read: Tx['query'], by: SignedIn, applicationId: string | null) {
  const { rows } = await read<{ payer: string }>('select payer_organisation_id as payer from application where id = $1', [applicationId]);
  const actor = supervisorOf(by, rows[0]?.payer ?? null);
  if (!actor) throw new ApiError('access.denied');
  return actor;
}
