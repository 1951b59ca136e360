export { authenticate, createAccount, findPersonOfLogin, hashPassword } from './account.ts';
export { findOrganisation, findSignedIn, holdsRole, listOrganisations, readPersonNames, saveLocale, type Organisation, type SignedIn } from './directory.ts';
export { grantMembership, registerOrganisation, registerPerson, type NewOrganisation } from './register.ts';
export { groupOf, privilegedRoles, roles, type Membership, type OrganisationKind, type Role } from './role.ts';
