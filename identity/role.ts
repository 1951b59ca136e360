/** The roles of product.md. A person holds them for an organisation. */
export const roles = [
  'project-manager',
  'specialist',
  'finance-supervisor',
  'supplier',
  'individual',
  'bank-operator',
  'regulator',
  'process-admin',
  'supervisor',
  'platform-admin',
] as const;
export type Role = (typeof roles)[number];

/** `individual`: one subsidised person as a payee, under a pseudonym; the person’s name stays with the person. */
export type OrganisationKind = 'district' | 'department' | 'street' | 'firm' | 'individual' | 'bank' | 'regulator' | 'operator';

/** Roles whose sign-in is logged: they decide, redraw, or look everywhere. */
export const privilegedRoles: readonly Role[] = ['specialist', 'finance-supervisor', 'process-admin', 'supervisor', 'platform-admin', 'bank-operator', 'regulator'];

export interface Membership {
  readonly organisationId: string;
  readonly organisationKind: OrganisationKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly role: Role;
}

/** The candidate group of a role in an organisation, as the models spell it. */
export function groupOf(membership: { organisationId: string; role: Role }): string {
  return `${membership.organisationId}/${membership.role}`;
}
