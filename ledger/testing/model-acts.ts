import type { LedgerErrorCode } from '../index.ts';
import { noSums, type ModelAct, type ModelBudget, type ModelFreeze, type ModelState } from './model-state.ts';

type Outcome = 'done' | LedgerErrorCode;
type Act<Kind> = Extract<ModelAct, { kind: Kind }>;

export function openAccount(state: ModelState, { id, accountKind: kind, organisationId, projectId }: Act<'openAccount'>): Outcome {
  if (kind !== 'custody' && organisationId === null) return 'ledger.invalid';
  const open = state.accounts[id];
  if (open) return open.kind === kind && open.organisationId === organisationId && open.projectId === projectId ? 'done' : 'ledger.conflict';
  const isTaken = Object.values(state.accounts).some((other) =>
    other.kind === kind && (kind === 'custody' || (kind === 'operating' && other.organisationId === organisationId && other.projectId === projectId)));
  if (isTaken) return 'ledger.conflict';
  state.accounts[id] = { kind, organisationId, projectId, ...noSums };
  state.events.push(`${id} accountOpened`);
  return 'done';
}

export function openBudget(state: ModelState, { id, level, under, payeeAccountId, limitFen }: Act<'openBudget'>): Outcome {
  if (limitFen < 1n) return 'ledger.invalid';
  const parent = level === 'appropriation' ? undefined : state.budgets[under];
  if (level !== 'appropriation') {
    if (!parent) return 'ledger.budgetMissing';
    if (parent.level !== (level === 'contract' ? 'appropriation' : 'contract')) return 'ledger.invalid';
  }
  const payer = parent?.payerAccountId ?? under;
  for (const accountId of [level === 'appropriation' ? under : null, payeeAccountId]) {
    if (accountId !== null && state.accounts[accountId]?.kind !== 'holding') return 'ledger.accountMissing';
  }
  const budget: ModelBudget = { level, parentId: parent ? under : null, payerAccountId: payer, payeeAccountId, limitFen, fundedFen: 0n, heldFen: 0n, spentFen: 0n };
  const open = state.budgets[id];
  if (open) {
    const isSame = open.level === level && open.parentId === budget.parentId && open.payerAccountId === payer && open.payeeAccountId === payeeAccountId && open.limitFen === limitFen;
    return isSame ? 'done' : 'ledger.conflict';
  }
  state.budgets[id] = budget;
  state.events.push(`${id} budgetOpened`);
  return 'done';
}

export function freeze(state: ModelState, { freezeId, subject, subjectId, by, expiresDay }: Act<'freeze'>): Outcome {
  if (by.role !== 'regulator') return 'ledger.notAllowed';
  if (subject === 'account') {
    const account = state.accounts[subjectId];
    if (!account) return 'ledger.accountMissing';
    if (account.kind === 'custody') return 'ledger.invalid';
  } else if (!state.applications[subjectId] && !state.deposits[subjectId.replace(/^deposit:/, '')]) return 'ledger.invalid';
  const known = freezeOf(state, freezeId);
  if (known) return known.subject === subject && known.subjectId === subjectId ? 'done' : 'ledger.conflict';
  if (expiresDay !== null && expiresDay <= state.day) return 'ledger.invalid';
  const open = state.freezes.find((other) => other.subject === subject && other.subjectId === subjectId && other.ending === null);
  if (open && isInForce(state, open)) return 'ledger.alreadyFrozen';
  if (open) {
    open.ending = 'expired';
    state.events.push(`${open.freezeId} freezeEnded expired`);
  }
  state.freezes.push({ freezeId, subject, subjectId, orderedBy: by.personId, expiresDay, isAppealed: false, isUpheld: false, ending: null });
  state.events.push(`${freezeId} freezeOrdered`);
  return 'done';
}

/** The account's owner or a side of the application appeals. */
export function appeal(state: ModelState, { freezeId, by }: Act<'appeal'>): Outcome {
  const it = freezeOf(state, freezeId);
  if (!it) return 'ledger.freezeMissing';
  if (!concerned(state, it).includes(by.organisationId)) return 'ledger.notAllowed';
  if (!isInForce(state, it)) return 'ledger.freezeEnded';
  if (it.isAppealed) return 'done';
  Object.assign(it, { isAppealed: true, isUpheld: false });
  state.events.push(`${freezeId} freezeAppealed`);
  return 'done';
}

/** The regulator lifts a freeze, or upholds it against an appeal; who ordered it doesn't judge the appeal. */
export function answer(state: ModelState, { freezeId, by, outcome }: Act<'answer'>): Outcome {
  if (by.role !== 'regulator') return 'ledger.notAllowed';
  const it = freezeOf(state, freezeId);
  if (!it) return 'ledger.freezeMissing';
  if (outcome === 'lifted' ? it.ending === 'lifted' : it.isUpheld) return 'done';
  if (!isInForce(state, it)) return 'ledger.freezeEnded';
  if (outcome === 'upheld' && !it.isAppealed) return 'ledger.appealMissing';
  if (it.isAppealed && it.orderedBy === by.personId) return 'ledger.makerIsChecker';
  if (it.isAppealed) state.events.push(`${freezeId} freezeAppealAnswered ${outcome}`);
  if (outcome === 'upheld') Object.assign(it, { isAppealed: false, isUpheld: true });
  else {
    it.ending = 'lifted';
    state.events.push(`${freezeId} freezeEnded lifted`);
  }
  return 'done';
}

const freezeOf = ({ freezes }: ModelState, id: string) => freezes.find(({ freezeId }) => freezeId === id);
const isInForce = ({ day }: ModelState, { ending, expiresDay }: ModelFreeze) => ending === null && (expiresDay === null || expiresDay > day);

function concerned(state: ModelState, { subject, subjectId }: ModelFreeze): (string | null | undefined)[] {
  if (subject === 'account') return [state.accounts[subjectId]?.organisationId];
  const { submissions, orders } = state.applications[subjectId] ?? { submissions: [], orders: [] };
  return [submissions.at(-1)?.payerOrganisationId, submissions.at(-1)?.payeeOrganisationId, orders.at(-1)?.organisationId];
}
