import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { availableFen, lockAccounts, moveBetweenAccounts, type AccountBalances } from './account.ts';
import { ledgerActor } from './actor.ts';
import { requireAmount } from './amount.ts';
import { requireReview } from './approval.ts';
import { countOnBudgets, hasAppropriation, readBudgetChain, type Budget } from './budget.ts';
import { readEvidence, type Decision, type Evidence } from './evidence.ts';
import { LedgerError } from './ledger-error.ts';
import { lockApplication, readTransfers, type Payout, type PayoutPolicy, type Transfer } from './transfer.ts';

export interface TakeHold {
  readonly applicationId: string;
  /** 1 for the first; each later number only after the one before was voided. */
  readonly payoutNo: number;
  readonly policy: PayoutPolicy;
}

type Submission = NonNullable<Evidence['submission']>;

/**
 * Promises the amount of an application to its payee: it leaves what the payer can spend and counts on its budgets, until
 * the hold is posted or voided. Who pays whom, how much and from which budget is read from the newest submission in the
 * event log, and the specialist's approval of exactly that revision and payout number must stand there too.
 *
 * Taking the same hold again answers it as it stands now (look at `state`) and changes nothing.
 * @throws LedgerError `ledger.conflict` for another policy or a newer revision under this number, or a number out of turn;
 *   `ledger.approvalMissing`, `ledger.approvalRejected`, `ledger.makerIsChecker`; `ledger.payee`, `ledger.earmark`;
 *   `ledger.budget` (params `level`, `limitFen`, `availableFen`), `ledger.overdraft` (params `availableFen`, `amountFen`);
 *   `ledger.accountMissing`, `ledger.budgetMissing`, `ledger.invalid`
 */
export async function takeHold(tx: Tx, env: Environment, input: TakeHold): Promise<Payout> {
  const { applicationId, payoutNo } = input;
  requireCommand(input);
  await lockApplication(tx, applicationId);
  const evidence = await readEvidence(tx, applicationId);
  const { submission } = evidence;
  if (!submission) throw new LedgerError('ledger.approvalMissing', { missing: 'applicationSubmitted', required: 1, found: 0 });

  const earlier = await readTransfers(tx.query.bind(tx), applicationId);
  const taken = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (taken) return requireSame(taken, input, submission);
  requireTurn(earlier, payoutNo);

  const amountFen = requireAmount('amountFen', submission.amountFen);
  const account = await lockAccounts(tx, [submission.payerAccountId, submission.payeeAccountId]);
  const payer = account(submission.payerAccountId);
  requireParties(submission, payer, account(submission.payeeAccountId));
  const organisationId = submission.payerOrganisationId;
  const review = requireReview(evidence, { revision: submission.revision, payoutNo, organisationId });
  const budgets = await readBudgetChain(tx, submission.budgetId);
  await requirePayee(tx, budgets, submission);
  requireBudgets(budgets, amountFen);
  requireFunds(payer, amountFen);

  const payout = toPayout(env, input, submission, review);
  await insertPayout(tx, payout);
  await moveBetweenAccounts(tx, { ...payout, pendingFen: amountFen, postedFen: 0n });
  await countOnBudgets(tx, budgets, { heldFen: amountFen, spentFen: 0n });
  await appendHoldTaken(tx, env, payout, budgets);
  return payout;
}

function requireCommand({ payoutNo, policy }: TakeHold): void {
  if (!Number.isSafeInteger(payoutNo) || payoutNo < 1) throw new LedgerError('ledger.invalid', { field: 'payoutNo' });
  if (policy.decisionKey === '') throw new LedgerError('ledger.invalid', { field: 'policy.decisionKey' });
  if (policy.limitFen !== 0n) requireAmount('policy.limitFen', policy.limitFen);
}

function requireSame(taken: Transfer, { applicationId, payoutNo, policy }: TakeHold, submission: Submission): Payout {
  const same =
    taken.kind === 'payout' &&
    taken.revision === submission.revision &&
    taken.policy.decisionKey === policy.decisionKey &&
    taken.policy.limitFen === policy.limitFen &&
    taken.policy.secondApprover === policy.secondApprover;
  if (!same) throw new LedgerError('ledger.conflict', { applicationId, payoutNo });
  return taken;
}

/** Payouts are numbered without a gap, and each only follows one that was voided. */
function requireTurn(earlier: readonly Transfer[], payoutNo: number): void {
  const last = earlier.at(-1);
  if (last && last.state !== 'voided') throw new LedgerError('ledger.conflict', { payoutNo, openPayoutNo: last.payoutNo, state: last.state });
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
async function requirePayee(tx: Tx, budgets: readonly Budget[], submission: Submission): Promise<void> {
  const { payerAccountId, payeeAccountId, budgetId } = submission;
  if (budgets.some((budget) => budget.payerAccountId !== payerAccountId)) throw new LedgerError('ledger.invalid', { field: 'budgetId' });
  const contract = budgets.find(({ level }) => level === 'contract');
  const fits = contract ? contract.payeeAccountId === payeeAccountId : await hasAppropriation(tx, payeeAccountId);
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

function toPayout(env: Environment, { applicationId, payoutNo, policy }: TakeHold, submission: Submission, review: Decision): Payout {
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
    state: 'pending',
    decisionIds: [review.decisionId],
    postDecisionIds: [],
    voidReason: null,
    createdAt: env.now(),
    settledAt: null,
  };
}

async function insertPayout(tx: Tx, payout: Payout): Promise<void> {
  const { policy } = payout;
  await tx.query(
    `insert into transfer (id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id,
       approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver, state, decision_ids, post_decision_ids, created_at)
     values ($1, 'payout', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', $13, '{}', $14)`,
    [payout.id, payout.applicationId, payout.payoutNo, payout.revision, payout.debitAccountId, payout.creditAccountId, payout.amountFen,
      payout.budgetId, payout.approvalsRequired, policy.decisionKey, policy.limitFen, policy.secondApprover, payout.decisionIds, payout.createdAt],
  );
}

async function appendHoldTaken(tx: Tx, env: Environment, payout: Payout, budgets: readonly Budget[]): Promise<void> {
  const { id: transferId, applicationId, payoutNo, revision, debitAccountId, creditAccountId, amountFen, approvalsRequired } = payout;
  await appendEvent(tx, env, {
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
      policy: { decisionKey: payout.policy.decisionKey, limitFen: payout.policy.limitFen },
      decisionIds: [...payout.decisionIds],
    },
  });
}
