import { readProofStates } from '@gbc/anchoring';
import type { Environment } from '@gbc/events';
import { readPersonNames, type SignedIn } from '@gbc/identity';
import { LedgerError, periodApplicationId, readBalances, readBudgets, readClose, readPendingAt, readPeriodLines, readPeriods, type PeriodLine, type PeriodStanding } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { present } from '../present.ts';

type Read = Tx['query'];

const pendingMax = 200;

/** Whether this reader closes and confirms: as the ledger itself will decide. */
export const keeperOf = ({ memberships }: SignedIn) => memberships.find(({ role, organisationKind }) => role === 'finance-supervisor' && organisationKind === 'district');

/** All periods, newest first, as this reader sees them. */
export async function periodViews(read: Read, env: Environment, by: SignedIn) {
  const periods = await readPeriods(read, env.now());
  const [names, events] = await Promise.all([
    readPersonNames(read, periods.flatMap(({ close }) => [close?.closedBy, close?.confirmedBy].filter((id) => typeof id === 'string'))),
    readNewestEvents(read, periods.map(({ periodId }) => periodApplicationId(periodId))),
  ]);
  return periods.map((period) => periodView(period, by, names, events.get(periodApplicationId(period.periodId))));
}

function periodView({ close, ...period }: PeriodStanding, by: SignedIn, names: ReadonlyMap<string, string>, event: { eventId: string; proof: 'recorded' | 'logged' | 'witnessed' | 'anchored' } | undefined) {
  const { periodId, kind, startsAt, endsAt, state, isNext, openingFen, mintedFen, burnedFen } = period;
  const isKeeper = keeperOf(by) !== undefined;
  const { supplyFen = null, lineCount = null, balancesHash = null, closedAt = null, confirmedAt = null } = close ?? {};
  const nameOf = (id: string | null | undefined) => (id ? (names.get(id) ?? '') : null);
  return {
    ...present({ periodId, kind, startsAt, endsAt, state, isNext, openingFen, mintedFen, burnedFen, supplyFen, lineCount, balancesHash, closedAt, confirmedAt }),
    closedBy: nameOf(close?.closedBy),
    confirmedBy: nameOf(close?.confirmedBy),
    eventId: event?.eventId ?? null,
    proof: event?.proof ?? null,
    mayClose: isKeeper && isNext,
    mayConfirm: isKeeper && state === 'closed' && close?.closedBy !== by.personId,
  };
}

async function readNewestEvents(read: Read, applicationIds: readonly string[]) {
  const { rows } = await read<{ applicationId: string; eventId: string }>(
    `select a.id "applicationId", newest.id "eventId" from unnest($1::text[]) a (id)
     cross join lateral (select id from event where application_id = a.id order by at desc, id desc limit 1) newest`,
    [applicationIds],
  );
  const states = new Map((await readProofStates(read, rows.map(({ eventId }) => eventId))).map(({ eventId, state }) => [eventId, state]));
  return new Map(rows.map(({ applicationId, eventId }) => [applicationId, { eventId, proof: states.get(eventId) ?? ('recorded' as const) }]));
}

/** One period with the sums of its accounts. Throws `ledger.periodMissing`. */
export async function periodDetail(read: Read, env: Environment, by: SignedIn, periodId: string) {
  const period = (await periodViews(read, env, by)).find((each) => each.periodId === periodId);
  if (!period) throw new LedgerError('ledger.periodMissing', { periodId });
  if (period.closedAt === null) return { period, totals: null };
  const { rows: [totals] } = await read<Record<'openingFen' | 'debitsFen' | 'creditsFen' | 'closingFen' | 'pendingDebitsFen' | 'pendingCreditsFen', bigint>>(
    `select coalesce(sum(opening_fen), 0)::bigint "openingFen", coalesce(sum(debits_fen), 0)::bigint "debitsFen", coalesce(sum(credits_fen), 0)::bigint "creditsFen",
       coalesce(sum(closing_fen), 0)::bigint "closingFen", coalesce(sum(pending_debits_fen), 0)::bigint "pendingDebitsFen", coalesce(sum(pending_credits_fen), 0)::bigint "pendingCreditsFen"
     from period_line where period_id = $1 and subject = 'account' and kind <> 'custody'`,
    [periodId],
  );
  return { period, totals: totals ? present(totals) : null };
}

/** What was held at the end of a closed period. Throws `ledger.periodMissing`. */
export async function pendingViews(read: Read, periodId: string) {
  const close = await readClose(read, periodId);
  if (!close) throw new LedgerError('ledger.periodMissing', { periodId });
  const pending = await readPendingAt(read, new Date(close.endsAt.getTime() - 1), pendingMax);
  return pending.map(({ id: transferId, kind, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen, createdAt }) => ({
    ...present({ transferId, applicationId, payoutNo, debitAccountId, creditAccountId, amountFen, createdAt }), kind: kind === 'burn' ? ('burn' as const) : ('payout' as const),
  }));
}

export interface LineQuery {
  readonly subject?: PeriodLine['subject'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a close's lines with whose they are. */
export async function periodLineViews(read: Read, periodId: string, { subject, cursor, limit }: LineQuery) {
  const after = placeOf(cursor);
  const found = await readPeriodLines(read, periodId, { ...(subject ? { subject } : {}), ...(after ? { after } : {}), limit: limit + 1 });
  const lines = found.slice(0, limit);
  const idsOf = (of: PeriodLine['subject']) => lines.filter((line) => line.subject === of).map(({ subjectId }) => subjectId);
  const budgets = new Map((await readBudgets(read, { budgetIds: idsOf('budget') })).map((budget) => [budget.id, budget]));
  const payerIds = [...budgets.values()].map(({ payerAccountId }) => payerAccountId);
  const accounts = new Map((await readBalances(read, { accountIds: [...idsOf('account'), ...payerIds] })).map((account) => [account.id, account]));
  const items = lines.map((line) => {
    const account = accounts.get(line.subject === 'account' ? line.subjectId : (budgets.get(line.subjectId)?.payerAccountId ?? ''));
    return { ...present(line), organisationId: account?.organisationId ?? null, projectId: account?.projectId ?? null };
  });
  const last = lines.at(-1);
  return { items, nextCursor: last && found.length > limit ? Buffer.from(`${last.subject}|${last.subjectId}`).toString('base64url') : null };
}

/** Where a page goes on; a cursor that isn't ours begins at the top. */
function placeOf(cursor: string | undefined): Pick<PeriodLine, 'subject' | 'subjectId'> | undefined {
  const [, subject, subjectId = ''] = /^(account|budget)\|(.*)$/.exec(Buffer.from(cursor ?? '', 'base64url').toString()) ?? [];
  return subject === 'account' || subject === 'budget' ? { subject, subjectId } : undefined;
}
