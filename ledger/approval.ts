import type { Decision, Evidence } from './evidence.ts';
import { LedgerError } from './ledger-error.ts';

/** Which payout of which revision is to be approved, and by whose people. */
export interface ApprovalScope {
  readonly revision: number;
  readonly payoutNo: number;
  /** The organisation that owns the paying account. */
  readonly organisationId: string;
}

/**
 * The specialist's approval of exactly this revision and payout; the newest accepted review counts.
 * @throws LedgerError `ledger.approvalMissing`, `ledger.approvalRejected`, `ledger.makerIsChecker`
 */
export function requireReview(evidence: Evidence, scope: ApprovalScope): Decision {
  const review = decisionsFor(evidence, scope, ['review'], 'specialist').at(-1);
  if (!review) throw new LedgerError('ledger.approvalMissing', { missing: 'review', required: 1, found: 0 });
  requireApproved(review);
  requireIndependent(review, evidence.applicantIds);
  return review;
}

/**
 * The word of the receiving office's finance supervisor that the whole amount came.
 * @throws LedgerError `ledger.approvalMissing`, `ledger.makerIsChecker`
 */
export function requireReceipt(evidence: Evidence, scope: ApprovalScope): Decision {
  const receipt = decisionsFor(evidence, scope, ['receipt'], 'finance-supervisor').findLast(({ outcome }) => outcome === 'confirmed');
  if (!receipt) throw new LedgerError('ledger.approvalMissing', { missing: 'receipt', required: 1, found: 0 });
  requireIndependent(receipt, evidence.applicantIds);
  return receipt;
}

/**
 * The approvals of so many different finance supervisors, none of them an applicant or a reviewer of this payout. One
 * rejection stands against all approvals: after it the hold is voided, never posted.
 * @throws LedgerError `ledger.approvalRejected`; `ledger.makerIsChecker` where an approval doesn't count because of who
 *   gave it; else `ledger.approvalMissing`
 */
export function requirePayoutApprovals(evidence: Evidence, scope: ApprovalScope, required: number): readonly Decision[] {
  return requireSupervisors(evidence, scope, ['payout', 'secondPayout'], required);
}

/**
 * The approvals of a payment's correction by two different finance supervisors of the payer, neither an applicant nor a reviewer of it.
 * @throws LedgerError as {@link requirePayoutApprovals}
 */
export function requireCorrectionApprovals(evidence: Evidence, scope: ApprovalScope): readonly Decision[] {
  return requireSupervisors(evidence, scope, ['correction'], 2);
}

function requireSupervisors(evidence: Evidence, scope: ApprovalScope, kinds: readonly [Decision['kind'], ...Decision['kind'][]], required: number): readonly Decision[] {
  const decisions = decisionsFor(evidence, scope, kinds, 'finance-supervisor');
  decisions.forEach(requireApproved);
  const reviewers = decisionsFor(evidence, scope, ['review'], 'specialist').map(({ personId }) => personId);
  const taken = new Set([...evidence.applicantIds, ...reviewers]);
  const approvals: Decision[] = [];
  const dependent: Decision[] = [];
  for (const decision of decisions) {
    (taken.has(decision.personId) ? dependent : approvals).push(decision);
    taken.add(decision.personId);
  }
  if (approvals.length >= required) return approvals;
  if (dependent[0]) throw new LedgerError('ledger.makerIsChecker', { decisionId: dependent[0].decisionId });
  throw new LedgerError('ledger.approvalMissing', { missing: kinds[0], required, found: approvals.length });
}

function decisionsFor(evidence: Evidence, scope: ApprovalScope, kinds: readonly Decision['kind'][], role: string): Decision[] {
  return evidence.decisions.filter(
    (decision) =>
      kinds.includes(decision.kind) &&
      decision.role === role &&
      decision.organisationId === scope.organisationId &&
      decision.revision === scope.revision &&
      decision.payoutNo === scope.payoutNo,
  );
}

function requireApproved({ outcome, decisionId }: Decision): void {
  if (outcome !== 'approved') throw new LedgerError('ledger.approvalRejected', { decisionId, outcome });
}

function requireIndependent({ personId, decisionId }: Decision, applicantIds: ReadonlySet<string>): void {
  if (applicantIds.has(personId)) throw new LedgerError('ledger.makerIsChecker', { decisionId });
}
