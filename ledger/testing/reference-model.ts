import type { LedgerErrorCode } from '../index.ts';

/**
 * The ledger's rules once more, as plainly as they can be said: no database, no locks, no code shared with the ledger.
 * Tests run the same commands through both; where they differ, one of them is wrong.
 */
export interface ModelState {
  readonly accounts: Record<string, ModelAccount>;
  readonly budgets: Record<string, ModelBudget>;
  readonly applications: Record<string, ModelApplication>;
  readonly deposits: Record<string, ModelDeposit>;
  readonly transfers: ModelTransfer[];
}

export interface ModelAccount {
  organisationId: string | null;
  debitsPendingFen: bigint;
  debitsPostedFen: bigint;
  creditsPendingFen: bigint;
  creditsPostedFen: bigint;
}

export interface ModelBudget {
  parentId: string | null;
  payeeAccountId: string | null;
  limitFen: bigint;
  fundedFen: bigint;
  heldFen: bigint;
  spentFen: bigint;
}

export interface ModelApplication {
  submissions: { revision: number; payeeAccountId: string; amountFen: bigint }[];
  /** Of a redemption, instead of submissions. */
  orders: { revision: number; accountId: string; amountFen: bigint }[];
  /** What was said to the bank and by the bank. */
  payments: ModelPayment[];
  applicantIds: string[];
  decisions: ModelDecision[];
}

export interface ModelPayment {
  kind: 'instructed' | 'confirmed' | 'refused';
  payoutNo: number;
  amountFen: bigint;
}

export interface ModelDecision {
  kind: 'review' | 'payout' | 'secondPayout' | 'matchDeposit' | 'redemption';
  personId: string;
  organisationId: string;
  role: string;
  outcome: 'approved' | 'rejected';
  revision: number;
  payoutNo: number;
}

export interface ModelDeposit {
  amountFen: bigint;
  decisions: ModelDecision[];
}

export interface ModelTransfer {
  kind: 'mint' | 'payout' | 'burn';
  applicationId: string;
  payoutNo: number;
  revision: number | null;
  debitAccountId: string;
  creditAccountId: string;
  amountFen: bigint;
  approvalsRequired: number | null;
  limitFen: bigint | null;
  state: 'pending' | 'posted' | 'voided';
  voidReason: string | null;
}

/** What can be asked of the ledger in the model's small world: one office that pays one supplier under one contract. */
export type ModelCommand =
  | { readonly kind: 'mint'; readonly adviceId: string }
  | { readonly kind: 'take'; readonly applicationId: string; readonly payoutNo: number; readonly limitFen: bigint }
  | { readonly kind: 'post'; readonly applicationId: string; readonly payoutNo: number }
  | { readonly kind: 'void'; readonly applicationId: string; readonly payoutNo: number; readonly reason: string }
  | ({ readonly kind: 'redeem' } & ModelRedemption)
  | ({ readonly kind: 'instruct' } & ModelRedemption)
  | ({ readonly kind: 'burn' } & ModelRedemption)
  | ({ readonly kind: 'releaseRedemption'; readonly reason: string } & ModelRedemption);

interface ModelRedemption {
  readonly applicationId: string;
  readonly payoutNo: number;
}

/** `done`, or the code of the refusal. */
export type ModelOutcome = 'done' | LedgerErrorCode;

/** The world of `Scene`: what is open before anything happens. */
export const world = { office: 'beiwaitan', district: 'hongkou', payer: 'street', payee: 'supplier', appropriation: 'appropriation', invoice: 'invoice' } as const;

/** Runs a command; a refusal changes nothing. */
export function apply(state: ModelState, command: ModelCommand): ModelOutcome {
  switch (command.kind) {
    case 'mint':
      return mint(state, command.adviceId);
    case 'take':
      return take(state, command);
    case 'post':
      return post(state, command);
    case 'void':
      return cancel(state, command);
    case 'redeem':
      return redeem(state, command);
    case 'instruct':
      return instruct(state, command);
    case 'burn':
      return burn(state, command);
    case 'releaseRedemption':
      return releaseRedemption(state, command);
  }
}

function mint(state: ModelState, adviceId: string): ModelOutcome {
  const applicationId = `deposit:${adviceId}`;
  if (state.transfers.some((transfer) => transfer.applicationId === applicationId)) return 'done';
  const deposit = state.deposits[adviceId];
  if (!deposit) return 'ledger.approvalMissing';
  const word = deposit.decisions.findLast(({ role, organisationId }) => role === 'finance-supervisor' && organisationId === world.office);
  if (!word) return 'ledger.approvalMissing';
  if (word.outcome !== 'approved') return 'ledger.approvalRejected';
  const budget = budgetOf(state, world.appropriation);
  const { amountFen } = deposit;
  if (budget.fundedFen + amountFen > budget.limitFen) return 'ledger.budget';
  budget.fundedFen += amountFen;
  accountOf(state, 'custody').debitsPostedFen += amountFen;
  accountOf(state, world.payer).creditsPostedFen += amountFen;
  state.transfers.push({
    kind: 'mint', applicationId, payoutNo: 1, revision: null, debitAccountId: 'custody', creditAccountId: world.payer, amountFen, approvalsRequired: null,
    limitFen: null, state: 'posted', voidReason: null,
  });
  return 'done';
}

function take(state: ModelState, { applicationId, payoutNo, limitFen }: ModelCommand & { kind: 'take' }): ModelOutcome {
  const application = state.applications[applicationId];
  const submission = application?.submissions.at(-1);
  if (!application || !submission) return 'ledger.approvalMissing';
  const { revision, payeeAccountId, amountFen } = submission;
  const earlier = state.transfers.filter((transfer) => transfer.applicationId === applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'payout' && same.revision === revision && same.limitFen === limitFen ? 'done' : 'ledger.conflict';
  if (earlier.some((transfer) => transfer.state !== 'voided') || payoutNo !== earlier.length + 1) return 'ledger.conflict';

  const review = decisionsOn(application, revision, payoutNo, 'specialist').findLast(({ kind }) => kind === 'review');
  if (!review) return 'ledger.approvalMissing';
  if (review.outcome !== 'approved') return 'ledger.approvalRejected';
  if (application.applicantIds.includes(review.personId)) return 'ledger.makerIsChecker';
  const chain = chainOf(state, world.invoice);
  if (!chain.some((budget) => budget.payeeAccountId === payeeAccountId)) return 'ledger.payee';
  if (chain.some((budget) => budget.heldFen + budget.spentFen + amountFen > budget.limitFen)) return 'ledger.budget';
  const payer = accountOf(state, world.payer);
  if (amountFen > payer.creditsPostedFen - payer.debitsPostedFen - payer.debitsPendingFen) return 'ledger.overdraft';

  payer.debitsPendingFen += amountFen;
  accountOf(state, payeeAccountId).creditsPendingFen += amountFen;
  for (const budget of chain) budget.heldFen += amountFen;
  state.transfers.push({
    kind: 'payout', applicationId, payoutNo, revision, debitAccountId: world.payer, creditAccountId: payeeAccountId, amountFen,
    approvalsRequired: amountFen > limitFen ? 2 : 1, limitFen, state: 'pending', voidReason: null,
  });
  return 'done';
}

function post(state: ModelState, { applicationId, payoutNo }: ModelCommand & { kind: 'post' }): ModelOutcome {
  const hold = holdOf(state, applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'done';
  if (hold.state === 'voided') return 'ledger.alreadyVoided';
  const application = state.applications[applicationId] as ModelApplication;
  const on = (role: string) => decisionsOn(application, hold.revision, payoutNo, role);
  const payouts = on('finance-supervisor').filter(({ kind }) => kind === 'payout' || kind === 'secondPayout');
  if (payouts.some(({ outcome }) => outcome !== 'approved')) return 'ledger.approvalRejected';
  const reviewerIds = on('specialist').filter(({ kind }) => kind === 'review').map(({ personId }) => personId);
  const approverIds = payouts.map(({ personId }) => personId);
  const independentIds = new Set(approverIds.filter((id) => !reviewerIds.includes(id) && !application.applicantIds.includes(id)));
  if (independentIds.size < (hold.approvalsRequired ?? 0)) {
    return approverIds.length > independentIds.size ? 'ledger.makerIsChecker' : 'ledger.approvalMissing';
  }

  settle(state, hold, 'posted');
  accountOf(state, hold.debitAccountId).debitsPostedFen += hold.amountFen;
  accountOf(state, hold.creditAccountId).creditsPostedFen += hold.amountFen;
  for (const budget of chainOf(state, world.invoice)) budget.spentFen += hold.amountFen;
  return 'done';
}

function cancel(state: ModelState, { applicationId, payoutNo, reason }: ModelCommand & { kind: 'void' }): ModelOutcome {
  const hold = holdOf(state, applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'ledger.alreadyPosted';
  if (hold.state === 'voided') return hold.voidReason === reason ? 'done' : 'ledger.conflict';
  settle(state, hold, 'voided');
  hold.voidReason = reason;
  return 'done';
}

/** A supplier asks for money; the office's own account, which pays under an appropriation, can't be redeemed. */
function redeem(state: ModelState, { applicationId, payoutNo }: ModelRedemption): ModelOutcome {
  const order = state.applications[applicationId]?.orders.at(-1);
  if (!order) return 'ledger.approvalMissing';
  const earlier = state.transfers.filter((transfer) => transfer.applicationId === applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'burn' && same.revision === order.revision ? 'done' : 'ledger.conflict';
  if (earlier.some((transfer) => transfer.state !== 'voided') || payoutNo !== earlier.length + 1) return 'ledger.conflict';
  if (order.accountId === world.payer) return 'ledger.notRedeemable';
  const account = accountOf(state, order.accountId);
  if (order.amountFen > account.creditsPostedFen - account.debitsPostedFen - account.debitsPendingFen) return 'ledger.overdraft';
  account.debitsPendingFen += order.amountFen;
  accountOf(state, 'custody').creditsPendingFen += order.amountFen;
  state.transfers.push({
    kind: 'burn', applicationId, payoutNo, revision: order.revision, debitAccountId: order.accountId, creditAccountId: 'custody', amountFen: order.amountFen,
    approvalsRequired: null, limitFen: null, state: 'pending', voidReason: null,
  });
  return 'done';
}

function instruct(state: ModelState, { applicationId, payoutNo }: ModelRedemption): ModelOutcome {
  const held = redemptionOf(state, applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  const application = state.applications[applicationId] as ModelApplication;
  const isSaid = application.payments.some((payment) => payment.kind === 'instructed' && payment.payoutNo === payoutNo);
  if (isSaid) return 'done';
  if (held.state === 'voided') return 'ledger.alreadyVoided';
  const word = application.decisions.findLast(
    (decision) =>
      decision.kind === 'redemption' && decision.role === 'finance-supervisor' && decision.organisationId === world.district &&
      decision.revision === held.revision && decision.payoutNo === payoutNo,
  );
  if (!word) return 'ledger.approvalMissing';
  if (word.outcome !== 'approved') return 'ledger.approvalRejected';
  if (application.applicantIds.includes(word.personId)) return 'ledger.makerIsChecker';
  application.payments.push({ kind: 'instructed', payoutNo, amountFen: held.amountFen });
  return 'done';
}

function burn(state: ModelState, { applicationId, payoutNo }: ModelRedemption): ModelOutcome {
  const held = redemptionOf(state, applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  if (held.state === 'posted') return 'done';
  if (held.state === 'voided') return 'ledger.alreadyVoided';
  const payments = (state.applications[applicationId] as ModelApplication).payments.filter((payment) => payment.payoutNo === payoutNo);
  if (!payments.some(({ kind }) => kind === 'instructed')) return 'ledger.approvalMissing';
  const confirmed = payments.find(({ kind }) => kind === 'confirmed');
  if (confirmed?.amountFen !== held.amountFen) return 'ledger.paymentMissing';
  settleRedemption(state, held, 'posted');
  accountOf(state, held.debitAccountId).debitsPostedFen += held.amountFen;
  accountOf(state, 'custody').creditsPostedFen += held.amountFen;
  return 'done';
}

function releaseRedemption(state: ModelState, { applicationId, payoutNo, reason }: ModelCommand & { kind: 'releaseRedemption' }): ModelOutcome {
  const held = redemptionOf(state, applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  if (held.state === 'posted') return 'ledger.alreadyPosted';
  if (held.state === 'voided') return held.voidReason === reason ? 'done' : 'ledger.conflict';
  const said = (state.applications[applicationId] as ModelApplication).payments.filter((payment) => payment.payoutNo === payoutNo).map(({ kind }) => kind);
  if (said.includes('confirmed') || (said.includes('instructed') && !said.includes('refused'))) return 'ledger.paymentOpen';
  settleRedemption(state, held, 'voided');
  held.voidReason = reason;
  return 'done';
}

function settleRedemption(state: ModelState, held: ModelTransfer, ending: 'posted' | 'voided'): void {
  held.state = ending;
  accountOf(state, held.debitAccountId).debitsPendingFen -= held.amountFen;
  accountOf(state, 'custody').creditsPendingFen -= held.amountFen;
}

function redemptionOf(state: ModelState, applicationId: string, payoutNo: number): ModelTransfer | undefined {
  return state.transfers.find((transfer) => transfer.kind === 'burn' && transfer.applicationId === applicationId && transfer.payoutNo === payoutNo);
}

/** Ends a hold: what was promised no longer is. */
function settle(state: ModelState, hold: ModelTransfer, ending: 'posted' | 'voided'): void {
  hold.state = ending;
  accountOf(state, hold.debitAccountId).debitsPendingFen -= hold.amountFen;
  accountOf(state, hold.creditAccountId).creditsPendingFen -= hold.amountFen;
  for (const budget of chainOf(state, world.invoice)) budget.heldFen -= hold.amountFen;
}

function holdOf(state: ModelState, applicationId: string, payoutNo: number): ModelTransfer | undefined {
  return state.transfers.find((transfer) => transfer.kind === 'payout' && transfer.applicationId === applicationId && transfer.payoutNo === payoutNo);
}

function decisionsOn(application: ModelApplication, revision: number | null, payoutNo: number, role: string): ModelDecision[] {
  return application.decisions.filter(
    (decision) =>
      decision.revision === revision && decision.payoutNo === payoutNo && decision.role === role && decision.organisationId === world.office,
  );
}

function accountOf(state: ModelState, id: string): ModelAccount {
  const account = state.accounts[id];
  if (!account) throw new Error(`the model has no account ${id}`);
  return account;
}

function budgetOf(state: ModelState, id: string): ModelBudget {
  const budget = state.budgets[id];
  if (!budget) throw new Error(`the model has no budget ${id}`);
  return budget;
}

function chainOf(state: ModelState, id: string | null): ModelBudget[] {
  if (id === null) return [];
  const budget = budgetOf(state, id);
  return [budget, ...chainOf(state, budget.parentId)];
}
