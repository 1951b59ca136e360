import { createHash } from 'node:crypto';
import { canonicalJson } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { AccountKind } from './account.ts';
import type { BudgetLevel } from './budget.ts';
import type { PeriodClose } from './period-close.ts';

/**
 * What a close says of an account or a budget, in fen. An organisation's account stands on its credits: closing = opening + credits -
 * debits. Custody stands on its debits, so that its balance is the supply. A budget's balance is what was spent on it: debits are payments,
 * credits what corrections gave back.
 */
export interface PeriodLine {
  readonly subject: 'account' | 'budget';
  readonly subjectId: string;
  readonly kind: AccountKind | BudgetLevel;
  readonly openingFen: bigint;
  readonly debitsFen: bigint;
  readonly creditsFen: bigint;
  readonly closingFen: bigint;
  /** Held at the end, neither posted nor released: it blocks nothing. */
  readonly pendingDebitsFen: bigint;
  readonly pendingCreditsFen: bigint;
}

const columns = `subject, subject_id "subjectId", kind, opening_fen "openingFen", debits_fen "debitsFen", credits_fen "creditsFen", closing_fen "closingFen",
  pending_debits_fen "pendingDebitsFen", pending_credits_fen "pendingCreditsFen"`;

/** Each given field narrows. */
export interface PeriodLineFilter {
  readonly subject?: PeriodLine['subject'];
  /** Where a page goes on. */
  readonly after?: Pick<PeriodLine, 'subject' | 'subjectId'>;
  readonly limit: number;
}

/** A page of a close's lines, accounts before budgets, by id. */
export async function readPeriodLines(read: Tx['query'], periodId: string, { subject, after, limit }: PeriodLineFilter): Promise<readonly PeriodLine[]> {
  const { rows } = await read<PeriodLine>(
    `select ${columns} from period_line where period_id = $1 and ($2::text is null or subject = $2) and ($3::text is null or (subject, subject_id) > ($3, $4))
     order by subject, subject_id limit $5`,
    [periodId, subject ?? null, after?.subject ?? null, after?.subjectId ?? null, limit],
  );
  return rows;
}

const pageSize = 5_000;

/** All lines of a close, a page at a time. */
export async function* eachPeriodLine(read: Tx['query'], periodId: string): AsyncGenerator<PeriodLine> {
  for (let after: PeriodLine | undefined; ; ) {
    const page = await readPeriodLines(read, periodId, { ...(after ? { after } : {}), limit: pageSize });
    yield* page;
    after = page.at(-1);
    if (page.length < pageSize) return;
  }
}

/** What the head of {@link readPeriodText} says. */
export type PeriodHead = Pick<PeriodClose, 'periodId' | 'startsAt' | 'endsAt' | 'supplyFen' | 'lineCount'> & {
  /** The hash of the period before, so that the closes are a chain; null for the first. */
  readonly previousHash: string | null;
};

/** A close as text, one RFC 8785 JSON a line: its head, then each line. Whoever hashes it gets what the log has. */
export async function* readPeriodText(read: Tx['query'], { periodId, startsAt, endsAt, supplyFen, lineCount, previousHash }: PeriodHead): AsyncGenerator<string> {
  yield `${canonicalJson({ v: 1, periodId, startsAt, endsAt, supplyFen, lineCount, previousHash })}\n`;
  for await (const line of eachPeriodLine(read, periodId)) yield `${canonicalJson(line)}\n`;
}

export async function hashPeriod(read: Tx['query'], head: PeriodHead): Promise<string> {
  const hash = createHash('sha256');
  for await (const text of readPeriodText(read, head)) hash.update(text);
  return hash.digest('hex');
}
