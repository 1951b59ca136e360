import type { BusinessEvent, EventType } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { idOfFreeze } from './model-call.ts';
import type { ModelState } from './model-state.ts';

type Cell = string | number | boolean | null;

/** Every sum, transfer, open lot, freeze and link, in rows that the database and the model give alike. */
export type Standing = Readonly<Record<'accounts' | 'budgets' | 'transfers' | 'lots' | 'freezes' | 'links', readonly (readonly Cell[])[]>> & { readonly events: number };

/** What the ledger writes to the log about its commands. */
export const ledgerEvents = [
  'accountOpened', 'budgetOpened', 'tokensMinted', 'holdTaken', 'holdVoided', 'holdExpired', 'transferPosted', 'transferCorrected', 'operatingSetAside', 'redemptionHeld',
  'redemptionVoided', 'paymentInstructed', 'tokensBurned', 'freezeOrdered', 'freezeAppealed', 'freezeAppealAnswered', 'freezeEnded', 'commandsLinked',
] as const satisfies readonly EventType[];
export type LedgerEvent = BusinessEvent<(typeof ledgerEvents)[number]>;

/** How an event is named in the model: by its subject, its kind and, of a freeze, what came of it. */
export function nameOf(event: LedgerEvent): string {
  const { type, data, applicationId = '' } = event;
  switch (type) {
    case 'accountOpened': return `${data.accountId} ${type}`;
    case 'budgetOpened': return `${data.budgetId} ${type}`;
    case 'tokensMinted': return `${applicationId} 1 ${type}`;
    case 'freezeOrdered':
    case 'freezeAppealed': return `${data.freezeId} ${type}`;
    case 'freezeAppealAnswered': return `${data.freezeId} ${type} ${data.outcome}`;
    case 'freezeEnded': return `${data.freezeId} ${type} ${data.ending}`;
    case 'commandsLinked': return `${data.linkId} ${type}`;
    default: return `${applicationId} ${data.payoutNo} ${type}`;
  }
}

/** {@link nameOf} of what the model expects: it knows freezes by their names. */
export const namesExpected = ({ events }: ModelState): string[] => events.map((name) => name.replace(/^freeze-\S+/, (freeze) => idOfFreeze(freeze)));

const rows = (columns: string, from: string, order: string) => `(select coalesce(json_agg(json_build_array(${columns}) order by ${order}), '[]') from ${from})`;

/** One statement, so that all of it is of one moment. */
const standingSql = `select json_build_object(
  'accounts', ${rows('id, kind, organisation_id, project_id, debits_pending_fen, debits_posted_fen, credits_pending_fen, credits_posted_fen', 'account', 'id collate "C"')},
  'budgets', ${rows('id, level, parent_id, payer_account_id, payee_account_id, limit_fen, funded_fen, held_fen, spent_fen', 'budget', 'id collate "C"')},
  'transfers', ${rows('application_id, payout_no, kind, state, revision, debit_account_id, credit_account_id, amount_fen, budget_id, void_reason', 'transfer', 'application_id collate "C", payout_no')},
  'lots', ${rows('account_id, advice_id, remaining_fen', 'lot where is_open', 'account_id collate "C", no')},
  'freezes', ${rows('id, subject, subject_id, appealed_at is not null, upheld_at is not null, ending', 'freeze_order', 'id')},
  'links', ${rows('id', 'ledger_link', 'id collate "C"')},
  'events', (select count(*) from event where type = any($1))) standing`;

export async function readStanding({ read }: Pick<Database, 'read'>): Promise<Standing> {
  const { rows: [row] } = await read<{ standing: Standing }>(standingSql, [ledgerEvents]);
  return row?.standing as Standing;
}

/** What {@link readStanding} must answer. */
export function standingOf({ accounts, budgets, transfers, lots, freezes, links, events }: ModelState): Standing {
  const sorted = (them: readonly (readonly Cell[])[], compare = byFirst) => [...them].sort(compare);
  return {
    accounts: sorted(Object.entries(accounts).map(([id, it]) => [
      id, it.kind, it.organisationId, it.projectId, Number(it.debitsPendingFen), Number(it.debitsPostedFen), Number(it.creditsPendingFen), Number(it.creditsPostedFen),
    ])),
    budgets: sorted(Object.entries(budgets).map(([id, it]) => [
      id, it.level, it.parentId, it.payerAccountId, it.payeeAccountId, Number(it.limitFen), Number(it.fundedFen), Number(it.heldFen), Number(it.spentFen),
    ])),
    transfers: sorted(transfers.map((it) => [
      it.applicationId, it.payoutNo, it.kind, it.state, it.kind === 'payout' || it.kind === 'burn' ? it.revision : null, it.debitAccountId, it.creditAccountId, Number(it.amountFen),
      it.budgetId, it.voidReason,
    ]), (one, other) => byFirst(one, other) || Number(one[1]) - Number(other[1])),
    lots: sorted(lots.filter(({ leftFen }) => leftFen > 0n).map(({ accountId, adviceId, leftFen }) => [accountId, adviceId, Number(leftFen)])),
    freezes: sorted(freezes.map((it) => [idOfFreeze(it.freezeId), it.subject, it.subjectId, it.isAppealed, it.isUpheld, it.ending])),
    links: sorted(Object.keys(links).map((id) => [id])),
    events: events.length,
  };
}

/** Stable: what the model has in its order stays so. */
function byFirst([one = null]: readonly Cell[], [other = null]: readonly Cell[]): number {
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
}

export const isSameStanding = (one: Standing, other: Standing): boolean => JSON.stringify(one) === JSON.stringify(other);
