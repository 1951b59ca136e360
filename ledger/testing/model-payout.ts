import type { LedgerErrorCode } from '../index.ts';
import { accountOf, chainOf, decisionsOn, handOver, heldFor, isFrozen, isTurnOf, paysOn, promise, settleAndMove, spendableFen, transfersOf } from './model-rules.ts';
import type { ModelApplication, ModelDecision, ModelIdentity, ModelMoney, ModelState, ModelSubmission, ModelTransfer } from './model-state.ts';

type Outcome = 'done' | LedgerErrorCode;
type Command<Kind> = Extract<ModelMoney, { kind: Kind }>;

const isCode = (reason: string) => /^[A-Za-z][\w.-]{0,63}$/.test(reason);

export function mint(state: ModelState, adviceId: string): Outcome {
  const applicationId = `deposit:${adviceId}`;
  if (transfersOf(state, applicationId).length > 0) return 'done';
  const deposit = state.deposits[adviceId];
  if (!deposit?.match) return 'ledger.approvalMissing';
  const { amountFen, match: { accountId, budgetId } } = deposit;
  if (isFrozen(state, applicationId, accountId)) return 'ledger.frozen';
  if (state.isMintingStopped) return 'ledger.mintingStopped';
  const account = state.accounts[accountId];
  if (!account) return 'ledger.accountMissing';
  if (account.kind !== 'holding') return 'ledger.invalid';
  const word = deposit.decisions.findLast(({ role, organisationId }) => role === 'finance-supervisor' && organisationId === account.organisationId);
  if (!word) return 'ledger.approvalMissing';
  if (word.outcome !== 'approved') return 'ledger.approvalRejected';
  const budget = state.budgets[budgetId];
  if (!budget) return 'ledger.budgetMissing';
  if (budget.level !== 'appropriation' || budget.payerAccountId !== accountId) return 'ledger.invalid';
  if (budget.fundedFen + amountFen > budget.limitFen) return 'ledger.budget';
  budget.fundedFen += amountFen;
  accountOf(state, 'custody').debitsPostedFen += amountFen;
  account.creditsPostedFen += amountFen;
  const minted: ModelTransfer = {
    kind: 'mint', applicationId, payoutNo: 1, revision: null, debitAccountId: 'custody', creditAccountId: accountId, amountFen, budgetId, approvalsRequired: null, policy: null,
    state: 'posted', expiresDay: null, voidReason: null,
  };
  state.transfers.push(minted);
  handOver(state, minted, adviceId, amountFen);
  state.events.push(`${applicationId} 1 tokensMinted`);
  return 'done';
}

export function take(state: ModelState, { applicationId, payoutNo, limitFen, expiresDay }: Command<'take'>): Outcome {
  if (payoutNo < 1) return 'ledger.invalid';
  const submission = state.applications[applicationId]?.submissions.at(-1);
  if (!submission) return 'ledger.approvalMissing';
  const { revision, payerAccountId, payeeAccountId, budgetId, amountFen } = submission;
  const policy = String(limitFen);
  const earlier = transfersOf(state, applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'payout' && same.revision === revision && same.policy === policy && same.expiresDay === expiresDay ? 'done' : 'ledger.conflict';
  if (!isTurnOf(earlier, payoutNo)) return 'ledger.conflict';
  const refusal = refusalOfTaking(state, applicationId, submission, payoutNo);
  if (refusal) return refusal;
  const hold: ModelTransfer = {
    kind: 'payout', applicationId, payoutNo, revision, debitAccountId: payerAccountId, creditAccountId: payeeAccountId, amountFen, budgetId,
    approvalsRequired: amountFen > limitFen ? 2 : 1, policy, state: 'pending', expiresDay, voidReason: null,
  };
  state.transfers.push(hold);
  promise(state, hold, amountFen);
  state.events.push(`${applicationId} ${payoutNo} holdTaken`);
  return 'done';
}

function refusalOfTaking(state: ModelState, applicationId: string, submission: ModelSubmission, payoutNo: number): LedgerErrorCode | undefined {
  const application = state.applications[applicationId] as ModelApplication;
  const { revision, payerOrganisationId, payeeOrganisationId, payerAccountId, payeeAccountId, budgetId, amountFen } = submission;
  const [payer, payee] = [state.accounts[payerAccountId], state.accounts[payeeAccountId]];
  if (!payer || !payee) return 'ledger.accountMissing';
  if (isFrozen(state, applicationId, payerAccountId, payeeAccountId)) return 'ledger.frozen';
  if (payer.kind !== 'holding' || payer.organisationId !== payerOrganisationId) return 'ledger.invalid';
  if (payee.kind !== 'holding' || payee.organisationId !== payeeOrganisationId || payerAccountId === payeeAccountId) return 'ledger.payee';
  if ([payer, payee].some(({ projectId }) => projectId !== null && projectId !== 'promenade')) return 'ledger.earmark';

  const review = decisionsOn(application, { revision, payoutNo, organisationId: payerOrganisationId, role: 'specialist' }).findLast(({ kind }) => kind === 'review');
  if (!review) return 'ledger.approvalMissing';
  if (review.outcome !== 'approved') return 'ledger.approvalRejected';
  if (application.applicantIds.includes(review.personId)) return 'ledger.makerIsChecker';
  const chain = chainOf(state, budgetId);
  if (!chain) return 'ledger.budgetMissing';
  if (chain.some((budget) => budget.payerAccountId !== payerAccountId)) return 'ledger.invalid';
  const contract = chain.find(({ level }) => level === 'contract');
  if (contract ? contract.payeeAccountId !== payeeAccountId : !paysOn(state, payeeAccountId)) return 'ledger.payee';
  if (chain.some((budget) => budget.heldFen + budget.spentFen + amountFen > budget.limitFen)) return 'ledger.budget';
  return amountFen > spendableFen(payer) ? 'ledger.overdraft' : undefined;
}

export function post(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  const hold = heldFor(state, 'payout', applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'done';
  if (hold.state === 'voided') return 'ledger.alreadyVoided';
  if (hold.state === 'expired' || isOver(state, hold)) return 'ledger.holdExpired';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  const refusal = supervisorsRefusal(state, hold, ['payout', 'secondPayout'], hold.approvalsRequired ?? 0);
  if (refusal) return refusal;
  hold.state = 'posted';
  promise(state, hold, -hold.amountFen);
  for (const budget of chainOf(state, hold.budgetId) ?? []) budget.spentFen += hold.amountFen;
  settleAndMove(state, hold);
  state.events.push(`${applicationId} ${payoutNo} transferPosted`);
  return 'done';
}

const isOver = ({ day }: ModelState, { expiresDay }: ModelTransfer) => expiresDay !== null && expiresDay <= day;

/** So many different finance supervisors of the payer, neither applicants nor reviewers, and none against it. */
function supervisorsRefusal(
  state: ModelState, { applicationId, revision, payoutNo, debitAccountId }: ModelTransfer, kinds: readonly ModelDecision['kind'][], required: number,
): LedgerErrorCode | undefined {
  const application = state.applications[applicationId] as ModelApplication;
  const { organisationId } = accountOf(state, debitAccountId);
  const on = (role: string) => decisionsOn(application, { revision, payoutNo, organisationId, role });
  const words = on('finance-supervisor').filter(({ kind }) => kinds.includes(kind));
  if (words.some(({ outcome }) => outcome !== 'approved')) return 'ledger.approvalRejected';
  const reviewerIds = on('specialist').filter(({ kind }) => kind === 'review').map(({ personId }) => personId);
  const approverIds = words.map(({ personId }) => personId);
  const independentIds = new Set(approverIds.filter((id) => !reviewerIds.includes(id) && !application.applicantIds.includes(id)));
  if (independentIds.size >= required) return undefined;
  return approverIds.length > independentIds.size ? 'ledger.makerIsChecker' : 'ledger.approvalMissing';
}

export function cancel(state: ModelState, { applicationId, payoutNo, reason }: ModelIdentity & { readonly reason: string }): Outcome {
  if (!isCode(reason)) return 'ledger.invalid';
  const hold = heldFor(state, 'payout', applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'posted') return 'ledger.alreadyPosted';
  if (hold.state === 'voided') return hold.voidReason === reason ? 'done' : 'ledger.conflict';
  if (hold.state === 'expired') return 'ledger.holdExpired';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  Object.assign(hold, { state: 'voided', voidReason: reason });
  promise(state, hold, -hold.amountFen);
  state.events.push(`${applicationId} ${payoutNo} holdVoided`);
  return 'done';
}

export function expire(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  const hold = heldFor(state, 'payout', applicationId, payoutNo);
  if (!hold) return 'ledger.holdMissing';
  if (hold.state === 'expired') return 'done';
  if (hold.state === 'posted') return 'ledger.alreadyPosted';
  if (hold.state === 'voided') return 'ledger.alreadyVoided';
  if (!isOver(state, hold)) return 'ledger.holdRuns';
  if (isFrozen(state, applicationId, hold.debitAccountId, hold.creditAccountId)) return 'ledger.frozen';
  Object.assign(hold, { state: 'expired', voidReason: 'expired' });
  promise(state, hold, -hold.amountFen);
  state.events.push(`${applicationId} ${payoutNo} holdExpired`);
  return 'done';
}

export function correct(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  const correctionId = `correction:${applicationId}:${payoutNo}`;
  if (transfersOf(state, correctionId).length > 0) return 'done';
  const paid = heldFor(state, 'payout', applicationId, payoutNo);
  if (!paid) return 'ledger.holdMissing';
  if (paid.state !== 'posted') return 'ledger.notPosted';
  const { amountFen, debitAccountId, creditAccountId } = paid;
  if (isFrozen(state, applicationId, debitAccountId, creditAccountId)) return 'ledger.frozen';
  const refusal = supervisorsRefusal(state, paid, ['correction'], 2);
  if (refusal) return refusal;
  const payee = accountOf(state, creditAccountId);
  if (amountFen > spendableFen(payee)) return 'ledger.overdraft';
  const moved = state.lots.filter((lot) => lot.transfer === paid);
  if (moved.some(({ leftFen, amountFen: whole }) => leftFen !== whole)) return 'ledger.tokensMoved';

  const correction: ModelTransfer = {
    ...paid, kind: 'correction', applicationId: correctionId, payoutNo: 1, debitAccountId: creditAccountId, creditAccountId: debitAccountId, policy: null, expiresDay: null,
  };
  state.transfers.push(correction);
  payee.debitsPostedFen += amountFen;
  accountOf(state, debitAccountId).creditsPostedFen += amountFen;
  for (const budget of chainOf(state, paid.budgetId) ?? []) budget.spentFen -= amountFen;
  for (const lot of moved) {
    lot.leftFen = 0n;
    handOver(state, correction, lot.adviceId, lot.amountFen);
  }
  state.events.push(`${applicationId} ${payoutNo} transferCorrected`);
  return 'done';
}

/** The receiving office keeps a share, in all for the project no more than the cap. */
export function setAside(state: ModelState, { applicationId, payoutNo, accountId, decisionKey, ratioBasisPoints, capFen }: Command<'setAside'>): Outcome {
  if (decisionKey === '' || ratioBasisPoints < 0 || ratioBasisPoints > 10_000 || capFen < 0n) return 'ledger.invalid';
  const payout = heldFor(state, 'payout', applicationId, payoutNo);
  if (!payout) return 'ledger.holdMissing';
  const [earlier] = transfersOf(state, `operating:${applicationId}`);
  if (earlier) return earlier.payoutNo === payoutNo && earlier.creditAccountId === accountId && earlier.policy === decisionKey ? 'done' : 'ledger.conflict';
  if (payout.state !== 'posted') return 'ledger.approvalMissing';
  const payeeId = payout.creditAccountId;
  const [payee, operating] = [accountOf(state, payeeId), state.accounts[accountId]];
  if (!operating) return 'ledger.accountMissing';
  const isTheirs = operating.kind === 'operating' && operating.organisationId === payee.organisationId && operating.projectId === payee.projectId;
  if (!isTheirs || !paysOn(state, payeeId)) return 'ledger.invalid';
  const application = state.applications[applicationId] as ModelApplication;
  const { revision } = payout;
  const receipt = decisionsOn(application, { revision, payoutNo, organisationId: payee.organisationId, role: 'finance-supervisor' })
    .findLast(({ kind, outcome }) => kind === 'receipt' && outcome === 'confirmed');
  if (!receipt) return 'ledger.approvalMissing';
  if (application.applicantIds.includes(receipt.personId)) return 'ledger.makerIsChecker';
  if (isFrozen(state, applicationId, payeeId, accountId)) return 'ledger.frozen';
  const shareFen = payout.amountFen * BigInt(ratioBasisPoints) / 10_000n;
  const leftFen = capFen - operating.creditsPostedFen;
  const amountFen = shareFen < leftFen ? shareFen : leftFen;
  if (amountFen <= 0n) return 'done';
  if (amountFen > spendableFen(payee)) return 'ledger.overdraft';
  const kept: ModelTransfer = {
    kind: 'setAside', applicationId: `operating:${applicationId}`, payoutNo, revision: null, debitAccountId: payeeId, creditAccountId: accountId, amountFen, budgetId: null,
    approvalsRequired: null, policy: decisionKey, state: 'posted', expiresDay: null, voidReason: null,
  };
  state.transfers.push(kept);
  settleAndMove(state, kept);
  state.events.push(`${applicationId} ${payoutNo} operatingSetAside`);
  return 'done';
}
