import type { LedgerErrorCode } from '../index.ts';
import { heldFor, isFrozen, isTurnOf, paysOn, promise, settleAndMove, spendableFen, transfersOf } from './model-rules.ts';
import type { ModelApplication, ModelIdentity, ModelState, ModelTransfer } from './model-state.ts';

type Outcome = 'done' | LedgerErrorCode;

/** Whose supervisors receive orders. */
const district = 'hongkou';

/** Suppliers ask for money, and an office for what it has set aside; what it pays from can't be redeemed. */
export function redeem(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  if (payoutNo < 1) return 'ledger.invalid';
  const order = state.applications[applicationId]?.orders.at(-1);
  if (!order) return 'ledger.approvalMissing';
  const earlier = transfersOf(state, applicationId);
  const same = earlier.find((transfer) => transfer.payoutNo === payoutNo);
  if (same) return same.kind === 'burn' && same.revision === order.revision ? 'done' : 'ledger.conflict';
  if (!isTurnOf(earlier, payoutNo)) return 'ledger.conflict';
  const { revision, accountId, organisationId, amountFen } = order;
  const account = state.accounts[accountId];
  if (!account) return 'ledger.accountMissing';
  if (isFrozen(state, applicationId, accountId)) return 'ledger.frozen';
  if (account.organisationId !== organisationId) return 'ledger.invalid';
  if (account.kind === 'holding' && paysOn(state, accountId)) return 'ledger.notRedeemable';
  if (account.projectId !== 'promenade') return 'ledger.earmark';
  if (amountFen > spendableFen(account)) return 'ledger.overdraft';
  const held: ModelTransfer = {
    kind: 'burn', applicationId, payoutNo, revision, debitAccountId: accountId, creditAccountId: 'custody', amountFen, budgetId: null, approvalsRequired: null, policy: null,
    state: 'pending', expiresDay: null, voidReason: null,
  };
  state.transfers.push(held);
  promise(state, held, amountFen);
  state.events.push(`${applicationId} ${payoutNo} redemptionHeld`);
  return 'done';
}

export function instruct(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  const held = heldFor(state, 'burn', applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  const application = state.applications[applicationId] as ModelApplication;
  if (application.payments.some((payment) => payment.kind === 'instructed' && payment.payoutNo === payoutNo)) return 'done';
  if (held.state === 'voided') return 'ledger.alreadyVoided';
  if (isFrozen(state, applicationId, held.debitAccountId)) return 'ledger.frozen';
  const word = application.decisions.findLast(
    (decision) =>
      decision.kind === 'redemption' && decision.role === 'finance-supervisor' && decision.organisationId === district &&
      decision.revision === held.revision && decision.payoutNo === payoutNo,
  );
  if (!word) return 'ledger.approvalMissing';
  if (word.outcome !== 'approved') return 'ledger.approvalRejected';
  if (application.applicantIds.includes(word.personId)) return 'ledger.makerIsChecker';
  application.payments.push({ kind: 'instructed', payoutNo, amountFen: held.amountFen });
  state.events.push(`${applicationId} ${payoutNo} paymentInstructed`);
  return 'done';
}

export function burn(state: ModelState, { applicationId, payoutNo }: ModelIdentity): Outcome {
  const held = heldFor(state, 'burn', applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  if (held.state === 'posted') return 'done';
  if (held.state === 'voided') return 'ledger.alreadyVoided';
  const payments = (state.applications[applicationId] as ModelApplication).payments.filter((payment) => payment.payoutNo === payoutNo);
  if (!payments.some(({ kind }) => kind === 'instructed')) return 'ledger.approvalMissing';
  const confirmed = payments.find(({ kind }) => kind === 'confirmed');
  if (confirmed?.amountFen !== held.amountFen) return 'ledger.paymentMissing';
  held.state = 'posted';
  promise(state, held, -held.amountFen);
  settleAndMove(state, held);
  state.events.push(`${applicationId} ${payoutNo} tokensBurned`);
  return 'done';
}

export function releaseRedemption(state: ModelState, { applicationId, payoutNo, reason }: ModelIdentity & { readonly reason: string }): Outcome {
  if (!/^[A-Za-z][\w.-]{0,63}$/.test(reason)) return 'ledger.invalid';
  const held = heldFor(state, 'burn', applicationId, payoutNo);
  if (!held) return 'ledger.holdMissing';
  if (held.state === 'posted') return 'ledger.alreadyPosted';
  if (held.state === 'voided') return held.voidReason === reason ? 'done' : 'ledger.conflict';
  if (isFrozen(state, applicationId, held.debitAccountId)) return 'ledger.frozen';
  const said = (state.applications[applicationId] as ModelApplication).payments.filter((payment) => payment.payoutNo === payoutNo).map(({ kind }) => kind);
  if (said.includes('confirmed') || (said.includes('instructed') && !said.includes('refused'))) return 'ledger.paymentOpen';
  Object.assign(held, { state: 'voided', voidReason: reason });
  promise(state, held, -held.amountFen);
  state.events.push(`${applicationId} ${payoutNo} redemptionVoided`);
  return 'done';
}
