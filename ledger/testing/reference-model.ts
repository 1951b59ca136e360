import type {
  ModelAccount, ModelApplication, ModelBudget, ModelCommand, ModelDecision, ModelIdentity, ModelOutcome, ModelState, ModelTransfer,
} from './model-state.ts';

/** The world of `Scene`: what is open before anything happens. */
export const world = { office: 'beiwaitan', district: 'hongkou', payer: 'street', payee: 'supplier', appropriation: 'appropriation', invoice: 'invoice' } as const;

/**
 * The ledger's rules once more, as plainly as they can be said: no database, no locks, no code shared with the ledger.
 * Tests run the same commands through both; where they differ, one of them is wrong. A refusal changes nothing.
 */
export function apply(state: ModelState, command: ModelCommand): ModelOutcome {
  switch (command.kind) {
    case 'mint':
      return mint(state, command.adviceId);
    case 'take':
      return take(state, command);
    case 'post':
      return post(state, command);
    case 'expire':
      return expire(state, command);
    case 'correct':
      return correct(state, command);
    case 'freeze':
      return freeze(state, command.subjectId);
    case 'lift':
      return lift(state, command.subjectId);
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
  if (isFrozen(state, applicationId, world.payer)) return 'ledger.frozen';
  const word = deposit.decisions.findLast(({ role, organisationId }) => role === 'finance-supervisor' && organisationId === world.office);
  if (!word) return 'ledger.approvalMissing';
  if (word.outcome !== 'approved') return 'ledger.approvalRejected';
  const budget = budgetOf(state, world.appropriation);
  const { amountFen } = deposit;
  if (budget.fundedFen + amountFen > budget.limitFen) return 'ledger.budget';
  budget.fundedFen += amountFen;
  accountOf(state, 'custody').debitsPostedFen += amountFen;
  accountOf(state, world.payer).creditsPostedFen += amountFen;
  const minted: ModelTransfer = {
    kind: 'mint', applicationId, payoutNo: 1, revision: null, debitAccountId: 'custody', creditAccountId: world.payer, amountFen, approvalsRequired: null,
    limitFen: null, state: 'posted', isOver: false, voidReason: null,
  };
  state.transfers.push(minted);
  state.lots.push({ accountId: world.payer, transfer: minted, amountFen, leftFen: amountFen });
  return 'done';
}

function take(state: ModelState, { applicationId, payoutNo, limitFen, isOver }: ModelCommand & { kind: 'take' }): ModelOutcome {
  const application = state.applications[applicationId];
  const submission = application?.submissions.at(-1);
  if (!application || !submission) return 'ledger.approvalMissing';
  const { revision, payeeAccountId, amountFen } = submission;
  const earlier = state.transfers.filter((transfer) => transfer.applicationId === applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'payout' && same.revision === revision && same.limitFen === limitFen && same.isOver === isOver ? 'done' : 'ledger.conflict';
  if (earlier.some(isLive) || payoutNo !== earlier.length + 1) return 'ledger.conflict';
  if (isFrozen(state, applicationId, world.payer, payeeAccountId)) return 'ledger.frozen';

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
    approvalsRequired: amountFen > limitFen ? 2 : 1, limitFen, state: 'pending', isOver, voidReason: null,
  });
  return 'done';
}

function post(state: ModelState, { applicationId, payoutNo }: ModelCommand & { kind: 'post' }): ModelOutcome {
  const hold = holdOf(state, applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'done';
  if (hold.state === 'voided') return 'ledger.alreadyVoided';
  if (hold.isOver) return 'ledger.holdExpired';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  const application = state.applications[applicationId] as ModelApplication;
  const refusal = supervisorsRefusal(application, hold, ['payout', 'secondPayout'], hold.approvalsRequired ?? 0);
  if (refusal) return refusal;

  settle(state, hold, 'posted');
  accountOf(state, hold.debitAccountId).debitsPostedFen += hold.amountFen;
  accountOf(state, hold.creditAccountId).creditsPostedFen += hold.amountFen;
  for (const budget of chainOf(state, world.invoice)) budget.spentFen += hold.amountFen;
  draw(state, hold);
  return 'done';
}

/** So many different finance supervisors, neither applicants nor reviewers, and none against it. */
function supervisorsRefusal(
  application: ModelApplication, { revision, payoutNo }: Pick<ModelTransfer, 'revision' | 'payoutNo'>, kinds: readonly ModelDecision['kind'][], required: number,
): ModelOutcome | undefined {
  const on = (role: string) => decisionsOn(application, revision, payoutNo, role);
  const words = on('finance-supervisor').filter(({ kind }) => kinds.includes(kind));
  if (words.some(({ outcome }) => outcome !== 'approved')) return 'ledger.approvalRejected';
  const reviewerIds = on('specialist').filter(({ kind }) => kind === 'review').map(({ personId }) => personId);
  const approverIds = words.map(({ personId }) => personId);
  const independentIds = new Set(approverIds.filter((id) => !reviewerIds.includes(id) && !application.applicantIds.includes(id)));
  if (independentIds.size >= required) return undefined;
  return approverIds.length > independentIds.size ? 'ledger.makerIsChecker' : 'ledger.approvalMissing';
}

function cancel(state: ModelState, { applicationId, payoutNo, reason }: ModelCommand & { kind: 'void' }): ModelOutcome {
  const hold = holdOf(state, applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'ledger.alreadyPosted';
  if (hold.state === 'voided') return hold.voidReason === reason ? 'done' : 'ledger.conflict';
  if (hold.state === 'expired') return 'ledger.holdExpired';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  settle(state, hold, 'voided');
  hold.voidReason = reason;
  return 'done';
}

function expire(state: ModelState, { applicationId, payoutNo }: ModelCommand & { kind: 'expire' }): ModelOutcome {
  const hold = holdOf(state, applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'expired') return 'done';
  if (hold.state === 'posted') return 'ledger.alreadyPosted';
  if (hold.state === 'voided') return 'ledger.alreadyVoided';
  if (!hold.isOver) return 'ledger.holdRuns';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  settle(state, hold, 'expired');
  return 'done';
}

function correct(state: ModelState, { applicationId, payoutNo }: ModelCommand & { kind: 'correct' }): ModelOutcome {
  const correctionId = `correction:${applicationId}:${payoutNo}`;
  if (state.transfers.some((transfer) => transfer.applicationId === correctionId)) return 'done';
  const paid = holdOf(state, applicationId, payoutNo);
  if (!paid) return 'ledger.holdMissing';
  if (paid.state !== 'posted') return 'ledger.notPosted';
  const { amountFen, revision, debitAccountId, creditAccountId } = paid;
  if (isFrozen(state, applicationId, debitAccountId, creditAccountId)) return 'ledger.frozen';
  const refusal = supervisorsRefusal(state.applications[applicationId] as ModelApplication, { revision, payoutNo }, ['correction'], 2);
  if (refusal) return refusal;
  const payee = accountOf(state, creditAccountId);
  if (amountFen > payee.creditsPostedFen - payee.debitsPostedFen - payee.debitsPendingFen) return 'ledger.overdraft';
  const moved = state.lots.filter((lot) => lot.transfer === paid);
  if (moved.some(({ leftFen, amountFen: whole }) => leftFen !== whole)) return 'ledger.tokensMoved';

  const correction: ModelTransfer = { ...paid, kind: 'correction', applicationId: correctionId, payoutNo: 1, debitAccountId: creditAccountId, creditAccountId: debitAccountId };
  state.transfers.push(correction);
  payee.debitsPostedFen += amountFen;
  accountOf(state, debitAccountId).creditsPostedFen += amountFen;
  for (const budget of chainOf(state, world.invoice)) budget.spentFen -= amountFen;
  for (const lot of moved) {
    lot.leftFen = 0n;
    state.lots.push({ accountId: debitAccountId, transfer: correction, amountFen: lot.amountFen, leftFen: lot.amountFen });
  }
  return 'done';
}

function freeze(state: ModelState, subjectId: string): ModelOutcome {
  if (state.frozenIds.includes(subjectId)) return 'ledger.alreadyFrozen';
  state.frozenIds.push(subjectId);
  return 'done';
}

function lift(state: ModelState, subjectId: string): ModelOutcome {
  const index = state.frozenIds.indexOf(subjectId);
  if (index < 0) return 'ledger.freezeMissing';
  state.frozenIds.splice(index, 1);
  return 'done';
}

const isFrozen = (state: ModelState, ...ids: string[]) => ids.some((id) => state.frozenIds.includes(id));
const isLive = ({ state }: ModelTransfer) => state === 'pending' || state === 'posted';

/** The oldest tokens of the payer become the payee's; in custody they end. */
function draw({ lots }: ModelState, transfer: ModelTransfer): void {
  let missingFen = transfer.amountFen;
  for (const lot of lots.filter(({ accountId }) => accountId === transfer.debitAccountId)) {
    const takenFen = lot.leftFen < missingFen ? lot.leftFen : missingFen;
    if (takenFen === 0n) continue;
    lot.leftFen -= takenFen;
    missingFen -= takenFen;
    lots.push({ accountId: transfer.creditAccountId, transfer, amountFen: takenFen, leftFen: transfer.creditAccountId === 'custody' ? 0n : takenFen });
  }
}

/** A supplier asks for money; the office's own account, which pays under an appropriation, can't be redeemed. */
function redeem(state: ModelState, { applicationId, payoutNo }: ModelIdentity): ModelOutcome {
  const order = state.applications[applicationId]?.orders.at(-1);
  if (!order) return 'ledger.approvalMissing';
  const earlier = state.transfers.filter((transfer) => transfer.applicationId === applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'burn' && same.revision === order.revision ? 'done' : 'ledger.conflict';
  if (earlier.some(isLive) || payoutNo !== earlier.length + 1) return 'ledger.conflict';
  if (isFrozen(state, applicationId, order.accountId)) return 'ledger.frozen';
  if (order.accountId === world.payer) return 'ledger.notRedeemable';
  const account = accountOf(state, order.accountId);
  if (order.amountFen > account.creditsPostedFen - account.debitsPostedFen - account.debitsPendingFen) return 'ledger.overdraft';
  account.debitsPendingFen += order.amountFen;
  accountOf(state, 'custody').creditsPendingFen += order.amountFen;
  state.transfers.push({
    kind: 'burn', applicationId, payoutNo, revision: order.revision, debitAccountId: order.accountId, creditAccountId: 'custody', amountFen: order.amountFen,
    approvalsRequired: null, limitFen: null, state: 'pending', isOver: false, voidReason: null,
  });
  return 'done';
}

function instruct(state: ModelState, { applicationId, payoutNo }: ModelIdentity): ModelOutcome {
  const held = redemptionOf(state, applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  const application = state.applications[applicationId] as ModelApplication;
  const isSaid = application.payments.some((payment) => payment.kind === 'instructed' && payment.payoutNo === payoutNo);
  if (isSaid) return 'done';
  if (held.state === 'voided') return 'ledger.alreadyVoided';
  if (isFrozen(state, applicationId, held.debitAccountId)) return 'ledger.frozen';
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

function burn(state: ModelState, { applicationId, payoutNo }: ModelIdentity): ModelOutcome {
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
  draw(state, held);
  return 'done';
}

function releaseRedemption(state: ModelState, { applicationId, payoutNo, reason }: ModelCommand & { kind: 'releaseRedemption' }): ModelOutcome {
  const held = redemptionOf(state, applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  if (held.state === 'posted') return 'ledger.alreadyPosted';
  if (held.state === 'voided') return held.voidReason === reason ? 'done' : 'ledger.conflict';
  if (isFrozen(state, applicationId, held.debitAccountId)) return 'ledger.frozen';
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
function settle(state: ModelState, hold: ModelTransfer, ending: 'posted' | 'voided' | 'expired'): void {
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
