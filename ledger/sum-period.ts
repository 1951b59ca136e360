import type { Tx } from '@gbc/prisma';
import { LedgerError } from './ledger-error.ts';
import type { Period } from './period.ts';
import { accountsAt } from './read-balances.ts';
import { budgetsAt } from './read-budgets.ts';

/** The last moment of a period: times have whole milliseconds. */
const lastMomentOf = ({ endsAt }: Period) => new Date(endsAt.getTime() - 1);

const insertInto = `insert into period_line (period_id, subject, subject_id, kind, opening_fen, debits_fen, credits_fen, closing_fen, pending_debits_fen, pending_credits_fen)`;
/** Custody and budgets stand on their debits, organisations' accounts on their credits; the table's check says the same. */
const closing = (debits: string, credits: string) => `case when kind in ('holding', 'operating') then ${credits} - ${debits} else ${debits} - ${credits} end`;

/**
 * Writes a month's line of every account and budget that was open at its end. The opening is the closing of the month before, the movements
 * are the transfers that were posted in the month, the closing is their sum.
 */
export async function sumMonth(tx: Tx, period: Period, previousId: string | null): Promise<void> {
  const values = [period.periodId, previousId, lastMomentOf(period), period.startsAt];
  await tx.query(
    `${insertInto}
     with ${accountsAt('$3')},
     moved as (select debit_account_id, credit_account_id, amount_fen from transfer where state = 'posted' and settled_at >= $4 and settled_at <= $3),
     movement as (select debit_account_id as id, amount_fen as debits, 0::bigint as credits from moved union all select credit_account_id, 0, amount_fen from moved),
     sums as (select id, sum(debits)::bigint as debits, sum(credits)::bigint as credits from movement group by id),
     line as (
       select account_then.id, account_then.kind, coalesce(before.closing_fen, 0) as opening, coalesce(debits, 0) as debits, coalesce(credits, 0) as credits, debits_pending_fen, credits_pending_fen
       from account_then left join sums on sums.id = account_then.id
       left join period_line before on before.period_id = $2 and before.subject = 'account' and before.subject_id = account_then.id)
     select $1, 'account', id, kind, opening, debits, credits, opening + ${closing('debits', 'credits')}, debits_pending_fen, credits_pending_fen from line`,
    values,
  );
  await tx.query(
    `${insertInto}
     with recursive ${budgetsAt('$3')},
     moved (id, debits, credits) as (
       select budget_id, case kind when 'payout' then amount_fen else 0 end, case kind when 'correction' then amount_fen else 0 end
       from transfer where state = 'posted' and settled_at >= $4 and settled_at <= $3 and kind in ('payout', 'correction')
       union all
       select budget.parent_id, debits, credits from moved join budget on budget.id = moved.id where budget.parent_id is not null),
     sums as (select id, sum(debits)::bigint as debits, sum(credits)::bigint as credits from moved group by id),
     line as (
       select budget_then.id, level as kind, coalesce(before.closing_fen, 0) as opening, coalesce(debits, 0) as debits, coalesce(credits, 0) as credits, held_fen
       from budget_then left join sums on sums.id = budget_then.id
       left join period_line before on before.period_id = $2 and before.subject = 'budget' and before.subject_id = budget_then.id)
     select $1, 'budget', id, kind, opening, debits, credits, opening + ${closing('debits', 'credits')}, held_fen, 0 from line`,
    values,
  );
}

/** Writes a year's lines out of those of its months: all of what moved in them, and what was held at the end of the last. */
export async function sumYear(tx: Tx, { periodId }: Period, monthIds: readonly string[], previousId: string | null): Promise<void> {
  await tx.query(
    `${insertInto}
     with sums as (
       select subject, subject_id, sum(debits_fen)::bigint as debits, sum(credits_fen)::bigint as credits from period_line where period_id = any($3::text[]) group by subject, subject_id),
     line as (
       select last.subject, last.subject_id, last.kind, coalesce(before.closing_fen, 0) as opening, debits, credits, last.pending_debits_fen, last.pending_credits_fen
       from period_line last join sums on sums.subject = last.subject and sums.subject_id = last.subject_id
       left join period_line before on before.period_id = $2 and before.subject = last.subject and before.subject_id = last.subject_id
       where last.period_id = $4)
     select $1, subject, subject_id, kind, opening, debits, credits, opening + ${closing('debits', 'credits')}, pending_debits_fen, pending_credits_fen from line`,
    [periodId, previousId, monthIds, monthIds.at(-1)],
  );
}

/**
 * Holds the lines of a close against what the ledger says of its last moment by another way: from the sums of now, backwards.
 * @throws LedgerError `ledger.periodDiffers`
 */
export async function requireAgreement(tx: Tx, period: Period): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive ${accountsAt('$2')}, ${budgetsAt('$2')},
     standing as (
       select 'account' as subject, id, ${closing('debits_posted_fen', 'credits_posted_fen')} as closing, debits_pending_fen as debits, credits_pending_fen as credits from account_then
       union all
       select 'budget', id, spent_fen, held_fen, 0 from budget_then)
     select coalesce(standing.id, line.subject_id) as id
     from (select * from period_line where period_id = $1) line full join standing on standing.subject = line.subject and standing.id = line.subject_id
     where (closing_fen, pending_debits_fen, pending_credits_fen) is distinct from (closing, debits, credits) order by 1 limit 1`,
    [period.periodId, lastMomentOf(period)],
  );
  const [differing] = rows;
  if (differing) throw new LedgerError('ledger.periodDiffers', { periodId: period.periodId, subjectId: differing.id });
  const { rows: [sums] } = await tx.query<{ supplyFen: bigint; heldFen: bigint }>(
    `select coalesce(sum(closing_fen) filter (where kind = 'custody'), 0)::bigint "supplyFen", coalesce(sum(closing_fen) filter (where kind <> 'custody'), 0)::bigint "heldFen"
     from period_line where period_id = $1 and subject = 'account'`,
    [period.periodId],
  );
  if (sums?.supplyFen !== sums?.heldFen) throw new LedgerError('ledger.periodDiffers', { periodId: period.periodId, subjectId: 'custody' });
}
