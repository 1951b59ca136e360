export { authenticate, createAccount, findPersonOfLogin, hashPassword, replacePassword, type NewAccount } from './account.ts';
export { findOrganisation, findSignedIn, holdsRole, listOrganisations, listPeople, readPersonNames, saveLocale, type Organisation, type PersonListing, type SignedIn } from './directory.ts';
export { grantMembership, registerOrganisation, registerPerson, type NewOrganisation } from './register.ts';
export { removePerson } from './remove-person.ts';
export { groupOf, privilegedRoles, roles, type Membership, type OrganisationKind, type Role } from './role.ts';
