import type { Books, OpenAccountStanding } from './books.ts';
import type { Decision, Evidence, PaymentFact } from './evidence.ts';
import type { HoldIdentity } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import type { Burn } from './transfer.ts';

const paymentIdMaxLength = 35;

/**
 * The id of the payment that a redemption asks the bank for: the same for the same order, so that the bank can't be told twice.
 * It fits the 35 characters that ISO 20022 has for an end-to-end id. Throws where the application's id is too long for that.
 */
export function paymentIdOf({ applicationId, payoutNo }: HoldIdentity): string {
  const id = `${applicationId.replaceAll('-', '')}-${payoutNo}`;
  if (id.length > paymentIdMaxLength) throw new Error(`${id} is longer than a bank can carry`);
  return id;
}

/** Suppliers and individuals redeem what they were paid; an office never what it has to hand on, which pays under an appropriation. */
export function isRedeemable({ kind, hasAppropriation }: Pick<OpenAccountStanding, 'kind' | 'hasAppropriation'>): boolean {
  return kind !== 'custody' && (kind !== 'holding' || !hasAppropriation);
}

/** The redemption of this identity, in whatever state it is. @throws LedgerError `ledger.holdMissing` */
export function requireRedemption(books: Books, { applicationId, payoutNo }: HoldIdentity): Burn {
  const held = books.matter(applicationId).transfers.find((transfer) => transfer.payoutNo === payoutNo);
  if (held?.kind !== 'burn') throw new LedgerError('ledger.holdMissing', { applicationId, payoutNo });
  return held;
}

/**
 * The newest word of the receiving office's finance supervisors on exactly this order.
 * @throws LedgerError `ledger.approvalMissing`, `ledger.approvalRejected`, `ledger.makerIsChecker`
 */
export function requireOrderApproval({ order, decisions, applicantIds }: Evidence, { revision, payoutNo }: Pick<Burn, 'revision' | 'payoutNo'>): Decision {
  const approval = decisions.findLast(
    (decision) =>
      decision.kind === 'redemption' &&
      decision.role === 'finance-supervisor' &&
      decision.organisationId === order?.receiverOrganisationId &&
      decision.revision === revision &&
      decision.payoutNo === payoutNo,
  );
  if (!approval) throw new LedgerError('ledger.approvalMissing', { missing: 'redemption', required: 1, found: 0 });
  const { decisionId, outcome, personId } = approval;
  if (outcome !== 'approved') throw new LedgerError('ledger.approvalRejected', { decisionId, outcome });
  if (applicantIds.has(personId)) throw new LedgerError('ledger.makerIsChecker', { decisionId });
  return approval;
}

/** What the log says of the payment for a redemption. */
export function paymentFactsOf({ payments }: Evidence, payoutNo: number): {
  readonly instructed: PaymentFact & { kind: 'instructed' } | undefined;
  readonly confirmed: PaymentFact & { kind: 'confirmed' } | undefined;
  readonly isRefused: boolean;
} {
  const facts = payments.filter((fact) => fact.payoutNo === payoutNo);
  return {
    instructed: facts.find((fact) => fact.kind === 'instructed'),
    confirmed: facts.find((fact) => fact.kind === 'confirmed'),
    isRefused: facts.some(({ kind }) => kind === 'refused'),
  };
}

/** @throws LedgerError `ledger.invalid`, `ledger.notRedeemable`, `ledger.earmark` where the order doesn't fit its account */
export function requireRedeemable(account: OpenAccountStanding, order: NonNullable<Evidence['order']>): void {
  if (account.organisationId !== order.organisationId) throw new LedgerError('ledger.invalid', { field: 'accountId' });
  if (!isRedeemable(account)) throw new LedgerError('ledger.notRedeemable', { accountId: account.id });
  if (account.projectId !== order.projectId) throw new LedgerError('ledger.earmark', { accountId: account.id, projectId: order.projectId });
}
