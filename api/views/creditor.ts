import type { Creditor } from '@gbc/bank';
import type { Role, SignedIn } from '@gbc/identity';

/** Those who have to do with a payment by duty: the bank, the district's finance, the regulator. */
const rolesByDuty: readonly Role[] = ['bank-operator', 'regulator'];

interface Parties {
  /** Who ordered the money. */
  readonly organisationId: string;
  /** Who received the order. */
  readonly receiverOrganisationId: string;
}

/** Whether this reader may see where money is paid to: that is personal data where a person is paid. */
export function maySeeCreditor(by: SignedIn, { organisationId, receiverOrganisationId }: Parties): boolean {
  return by.memberships.some(
    (membership) =>
      membership.organisationId === organisationId ||
      rolesByDuty.includes(membership.role) ||
      (membership.organisationId === receiverOrganisationId && membership.role === 'finance-supervisor'),
  );
}

/** The first letter of the name and the last four of the account. */
export function maskCreditor({ name, account, bank }: Creditor): Creditor {
  return { name: `${name.slice(0, 1)}***`, account: `****${account.slice(-4)}`, bank };
}
