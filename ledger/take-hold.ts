import type { Environment, EventInput } from '@gbc/events';
import { availableFen, type AccountBalances } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import { requireReview } from './approval.ts';
import type { Books, OpenAccountStanding } from './books.ts';
import type { Budget } from './budget.ts';
import type { Decision, Evidence } from './evidence.ts';
import { LedgerError } from './ledger-error.ts';
import type { Payout, PayoutPolicy, Transfer } from './transfer.ts';

export interface TakeHold {
  readonly applicationId: string;
  /** 1 for the first; each later number only after the one before was voided. */
  readonly payoutNo: number;
  readonly policy: PayoutPolicy;
  /** When the hold is over by itself, unless it was posted before; without it, it waits without end. */
  readonly expiresAt?: Date | null;
}

type Submission = NonNullable<Evidence['submission']>;

/** The rules of taking a hold; see `takeHold`. */
export function decideTake(books: Books, env: Environment, input: TakeHold): Payout {
  const { applicationId, payoutNo } = input;
  requireCommand(input);
  const { evidence, transfers: earlier } = books.matter(applicationId);
  const { submission } = evidence;
  if (!submission) throw new LedgerError('ledger.approvalMissing', { missing: 'applicationSubmitted', required: 1, found: 0 });

  const taken = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (taken) return requireSame(taken, input, submission);
  requireTurn(earlier, payoutNo);

  const amountFen = requireAmount('amountFen', submission.amountFen);
  const payer = books.account(submission.payerAccountId);
  const payee = books.account(submission.payeeAccountId);
  books.requireUnfrozen(env.now(), applicationId, [payer.id, payee.id]);
  requireParties(submission, payer, payee);
  const organisationId = submission.payerOrganisationId;
  const review = requireReview(evidence, { revision: submission.revision, payoutNo, organisationId });
  const budgets = books.budgetChain(submission.budgetId);
  requirePayee(budgets, payee, submission);
  requireBudgets(budgets, amountFen);
  requireFunds(payer, amountFen);

  const payout = toPayout(env, input, submission, review);
  books.insertTransfer(payout);
  books.move({ ...payout, pendingFen: amountFen, postedFen: 0n });
  books.count(budgets, { heldFen: amountFen });
  books.append(holdTaken(payout, budgets));
  return payout;
}

function requireCommand({ payoutNo, policy }: TakeHold): void {
  if (!Number.isSafeInteger(payoutNo) || payoutNo < 1) throw new LedgerError('ledger.invalid', { field: 'payoutNo' });
  if (policy.decisionKey === '') throw new LedgerError('ledger.invalid', { field: 'policy.decisionKey' });
  if (policy.limitFen !== 0n) requireAmount('policy.limitFen', policy.limitFen);
}

function requireSame(taken: Transfer, { applicationId, payoutNo, policy, expiresAt = null }: TakeHold, submission: Submission): Payout {
  const same =
    taken.kind === 'payout' &&
    taken.revision === submission.revision &&
    taken.policy.decisionKey === policy.decisionKey &&
    taken.policy.limitFen === policy.limitFen &&
    taken.policy.secondApprover === policy.secondApprover &&
    taken.expiresAt?.getTime() === expiresAt?.getTime();
  if (!same) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
  return taken;
}

/** Payouts of a matter are numbered without a gap, and each only follows one that was voided or has expired. @throws LedgerError `ledger.conflict` */
export function requireTurn(earlier: readonly Transfer[], payoutNo: number): void {
  const last = earlier.at(-1);
  if (last && last.state !== 'voided' && last.state !== 'expired') throw new LedgerError('ledger.conflict', { payoutNo, openPayoutNo: last.payoutNo, state: last.state });
  const expected = (last?.payoutNo ?? 0) + 1;
  if (payoutNo !== expected) throw new LedgerError('ledger.conflict', { payoutNo, expected });
}

/** The two accounts belong to whom the submission says, and tokens stay within their project and budget line. */
function requireParties(submission: Submission, payer: AccountBalances, payee: AccountBalances): void {
  const { payerOrganisationId, payeeOrganisationId, projectId } = submission;
  if (payer.kind !== 'holding' || payer.organisationId !== payerOrganisationId) {
    throw new LedgerError('ledger.invalid', { field: 'payerAccountId' });
  }
  if (payee.kind !== 'holding' || payee.organisationId !== payeeOrganisationId || payee.id === payer.id) {
    throw new LedgerError('ledger.payee', { payeeAccountId: payee.id });
  }
  for (const account of [payer, payee]) {
    if (account.projectId !== null && account.projectId !== projectId) {
      throw new LedgerError('ledger.earmark', { accountId: account.id, projectId });
    }
  }
  if (payer.budgetLine !== null && payee.budgetLine !== null && payer.budgetLine !== payee.budgetLine) {
    throw new LedgerError('ledger.earmark', { accountId: payee.id, budgetLine: payer.budgetLine });
  }
}

/**
 * Money is paid from the account that it is budgeted on, and only to the payee of the contract. Without a contract it may
 * only be allocated: to an account that has an appropriation of its own and so can't let go of it without one either.
 */
function requirePayee(budgets: readonly Budget[], payee: OpenAccountStanding, { payerAccountId, payeeAccountId, budgetId }: Submission): void {
  if (budgets.some((budget) => budget.payerAccountId !== payerAccountId)) throw new LedgerError('ledger.invalid', { field: 'budgetId' });
  const contract = budgets.find(({ level }) => level === 'contract');
  const fits = contract ? contract.payeeAccountId === payeeAccountId : payee.hasAppropriation;
  if (!fits) throw new LedgerError('ledger.payee', { payeeAccountId, budgetId });
}

function requireBudgets(budgets: readonly Budget[], amountFen: bigint): void {
  for (const { id, level, limitFen, heldFen, spentFen } of budgets) {
    const leftFen = limitFen - heldFen - spentFen;
    if (amountFen > leftFen) throw new LedgerError('ledger.budget', { budgetId: id, level, limitFen, availableFen: leftFen, amountFen });
  }
}

function requireFunds(payer: AccountBalances, amountFen: bigint): void {
  const available = availableFen(payer);
  if (amountFen > available) throw new LedgerError('ledger.overdraft', { accountId: payer.id, availableFen: available, amountFen });
}

function toPayout(env: Environment, { applicationId, payoutNo, policy, expiresAt = null }: TakeHold, submission: Submission, review: Decision): Payout {
  const amountFen = BigInt(submission.amountFen);
  return {
    id: env.newId(),
    kind: 'payout',
    applicationId,
    payoutNo,
    revision: submission.revision,
    debitAccountId: submission.payerAccountId,
    creditAccountId: submission.payeeAccountId,
    amountFen,
    budgetId: submission.budgetId,
    approvalsRequired: policy.secondApprover && amountFen > policy.limitFen ? 2 : 1,
    policy: { decisionKey: policy.decisionKey, limitFen: policy.limitFen, secondApprover: policy.secondApprover },
    expiresAt,
    state: 'pending',
    decisionIds: [review.decisionId],
    postDecisionIds: [],
    voidReason: null,
    createdAt: env.now(),
    settledAt: null,
  };
}

function holdTaken(payout: Payout, budgets: readonly Budget[]): EventInput {
  const { id: transferId, applicationId, payoutNo, revision, debitAccountId, creditAccountId, amountFen, approvalsRequired, policy, decisionIds, expiresAt } = payout;
  return {
    type: 'holdTaken',
    actor: ledgerActor,
    applicationId,
    data: {
      transferId,
      payoutNo,
      revision,
      debitAccountId,
      creditAccountId,
      amountFen,
      budgetIds: budgets.map(({ id }) => id),
      approvalsRequired,
      policy: { decisionKey: policy.decisionKey, limitFen: policy.limitFen },
      decisionIds: [...decisionIds],
      ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
    },
  };
}
