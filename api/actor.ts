import type { Role, SignedIn } from '@gbc/identity';
import { actorOf } from './call.ts';
import { ApiError } from './problem.ts';

/** Somebody who holds a role in any organisation, as the actor of what they do in it. @throws ApiError `access.denied` */
export function actorInRole(by: SignedIn, wanted: Role) {
  const membership = by.memberships.find(({ role }) => role === wanted);
  if (!membership) throw new ApiError('access.denied');
  return actorOf(by, membership.organisationId, membership.role);
}
