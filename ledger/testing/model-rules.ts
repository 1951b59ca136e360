import type { ModelAccount, ModelApplication, ModelBudget, ModelDecision, ModelState, ModelTransfer } from './model-state.ts';

/** What rules of the reference model have in common. */
export const isLive = ({ state }: ModelTransfer) => state === 'pending' || state === 'posted';

export function transfersOf(state: ModelState, applicationId: string): ModelTransfer[] {
  return state.transfers.filter((transfer) => transfer.applicationId === applicationId);
}

export function heldFor(state: ModelState, kind: ModelTransfer['kind'], applicationId: string, payoutNo: number): ModelTransfer | undefined {
  return state.transfers.find((transfer) => transfer.kind === kind && transfer.applicationId === applicationId && transfer.payoutNo === payoutNo);
}

/** A new number only follows one that came to nothing. */
export function isTurnOf(earlier: readonly ModelTransfer[], payoutNo: number): boolean {
  return !earlier.some(isLive) && payoutNo === earlier.length + 1;
}

export function isFrozen({ freezes, day }: ModelState, applicationId: string, ...accountIds: string[]): boolean {
  return freezes.some(({ subject, subjectId, ending, expiresDay }) =>
    ending === null && (expiresDay === null || expiresDay > day) && (subject === 'account' ? accountIds.includes(subjectId) : subjectId === applicationId));
}

export function spendableFen({ creditsPostedFen, debitsPostedFen, debitsPendingFen }: ModelAccount): bigint {
  return creditsPostedFen - debitsPostedFen - debitsPendingFen;
}

/** What pays under an appropriation hands on; what doesn't can be redeemed. */
export function paysOn({ budgets }: ModelState, accountId: string): boolean {
  return Object.values(budgets).some(({ level, payerAccountId }) => level === 'appropriation' && payerAccountId === accountId);
}

/** A budget and all above it; undefined where it isn't open. */
export function chainOf({ budgets }: ModelState, id: string | null): ModelBudget[] | undefined {
  const chain: ModelBudget[] = [];
  for (let next = id; next !== null;) {
    const budget = budgets[next];
    if (!budget) return undefined;
    chain.push(budget);
    next = budget.parentId;
  }
  return chain;
}

export function accountOf(state: ModelState, id: string): ModelAccount {
  const account = state.accounts[id];
  if (!account) throw new Error(`the model has no account ${id}`);
  return account;
}

/** Moves what was posted, the oldest tokens first; in custody they end. */
export function settleAndMove(state: ModelState, transfer: ModelTransfer): void {
  accountOf(state, transfer.debitAccountId).debitsPostedFen += transfer.amountFen;
  accountOf(state, transfer.creditAccountId).creditsPostedFen += transfer.amountFen;
  let missingFen = transfer.amountFen;
  for (const lot of state.lots.filter(({ accountId }) => accountId === transfer.debitAccountId)) {
    const takenFen = lot.leftFen < missingFen ? lot.leftFen : missingFen;
    if (takenFen === 0n) continue;
    lot.leftFen -= takenFen;
    missingFen -= takenFen;
    handOver(state, transfer, lot.adviceId, takenFen);
  }
}

export function handOver(state: ModelState, transfer: ModelTransfer, adviceId: string, amountFen: bigint): void {
  const accountId = transfer.creditAccountId;
  state.lots.push({ accountId, adviceId, transfer, amountFen, leftFen: accountOf(state, accountId).kind === 'custody' ? 0n : amountFen });
}

/** Promises an amount, or with its sign turned takes the promise back. */
export function promise(state: ModelState, { debitAccountId, creditAccountId, budgetId }: ModelTransfer, amountFen: bigint): void {
  accountOf(state, debitAccountId).debitsPendingFen += amountFen;
  accountOf(state, creditAccountId).creditsPendingFen += amountFen;
  for (const budget of chainOf(state, budgetId) ?? []) budget.heldFen += amountFen;
}

export interface Asked {
  readonly revision: number | null;
  readonly payoutNo: number;
  readonly organisationId: string | null;
  readonly role: string;
}

/** Accepted decisions on exactly this revision and number, by people of this office and role. */
export function decisionsOn(application: ModelApplication, asked: Asked): ModelDecision[] {
  return application.decisions.filter((it) =>
    it.revision === asked.revision && it.payoutNo === asked.payoutNo && it.role === asked.role && it.organisationId === asked.organisationId);
}
