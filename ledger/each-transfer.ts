import type { Tx } from '@gbc/prisma';
import type { Transfer, TransferState } from './transfer.ts';

/** A transfer as a line of a list, with what its two accounts are. */
export interface TransferEntry extends Pick<Transfer, 'kind' | 'applicationId' | 'payoutNo' | 'debitAccountId' | 'creditAccountId' | 'amountFen' | 'createdAt'> {
  readonly transferId: string;
  readonly debitOrganisationId: string | null;
  readonly creditOrganisationId: string | null;
  readonly projectId: string | null;
  readonly budgetLine: string | null;
  readonly state: TransferState;
  readonly settledAt: Date | null;
}

/** Each given field narrows. */
export interface TransferFilter {
  /** From this moment on it was posted, voided or expired, or, while it is held, taken. */
  readonly from?: Date;
  /** Before this moment. */
  readonly before?: Date;
  /** On either side. */
  readonly organisationId?: string;
  readonly projectId?: string;
  readonly kind?: Transfer['kind'];
  readonly state?: TransferState;
}

const pageSize = 2_000;

/** All transfers in the order of their ids, which is that of their making; a page at a time, so that any number can be gone through. */
export async function* eachTransfer(read: Tx['query'], filter: TransferFilter = {}): AsyncGenerator<TransferEntry> {
  const { from = null, before = null, organisationId = null, projectId = null, kind = null, state = null } = filter;
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: TransferEntry[] } = await read<TransferEntry>(
      `select transfer.id "transferId", transfer.kind, application_id "applicationId", payout_no "payoutNo", debit_account_id "debitAccountId", credit_account_id "creditAccountId",
         amount_fen "amountFen", created_at "createdAt", settled_at "settledAt", state, debit.organisation_id "debitOrganisationId", credit.organisation_id "creditOrganisationId",
         coalesce(debit.project_id, credit.project_id) "projectId", coalesce(debit.budget_line, credit.budget_line) "budgetLine"
       from transfer join account debit on debit.id = debit_account_id join account credit on credit.id = credit_account_id
       where ($1::uuid is null or transfer.id > $1) and ($2::timestamptz is null or coalesce(settled_at, created_at) >= $2) and ($3::timestamptz is null or coalesce(settled_at, created_at) < $3)
         and ($4::text is null or $4 in (debit.organisation_id, credit.organisation_id)) and ($5::text is null or $5 in (debit.project_id, credit.project_id))
         and ($6::text is null or transfer.kind = $6) and ($7::text is null or state = $7)
       order by transfer.id limit ${pageSize}`,
      [after, from, before, organisationId, projectId, kind, state],
    );
    yield* rows;
    after = rows.at(-1)?.transferId ?? null;
    if (rows.length < pageSize) return;
  }
}
