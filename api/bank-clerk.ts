import type { SignedIn } from '@gbc/identity';
import { actorOf } from './call.ts';
import { ApiError } from './problem.ts';

/** Those who deal with the bank: its operator, and the district's finance supervisors. */
export function deskOf({ memberships }: SignedIn) {
  return memberships.find(({ role, organisationKind }) => role === 'bank-operator' || (role === 'finance-supervisor' && organisationKind === 'district'));
}

/** Who deals with the bank, as the actor of what they do. @throws ApiError `access.denied` */
export function asClerk(by: SignedIn) {
  const desk = deskOf(by);
  if (!desk) throw new ApiError('access.denied');
  return actorOf(by, desk.organisationId, desk.role);
}

/** A finance supervisor of the district. @throws ApiError `access.denied` */
export function asDistrict(by: SignedIn) {
  const district = by.memberships.find(({ role, organisationKind }) => role === 'finance-supervisor' && organisationKind === 'district');
  if (!district) throw new ApiError('access.denied');
  return actorOf(by, district.organisationId, district.role);
}

/** A payer's name may be a person's: papers are for who deals with the bank, and for who watches. */
export function requirePaperReader(by: SignedIn): void {
  if (!deskOf(by) && !by.memberships.some(({ role }) => role === 'regulator')) throw new ApiError('access.denied');
}

/** What is parked concerns the bank, every office's finance, and those who watch. */
export function requireReader(by: SignedIn): void {
  if (!by.memberships.some(({ role }) => ['bank-operator', 'finance-supervisor', 'regulator'].includes(role))) throw new ApiError('access.denied');
}
