import type { Tx } from '@gbc/prisma';

/** A contract with a firm, and every payment on it. */
export interface ContractRecord {
  readonly budgetId: string;
  readonly number: string;
  readonly payerOrganisationId: string;
  readonly payeeOrganisationId: string;
  readonly projectId: string | null;
  readonly limitFen: bigint;
  readonly openedAt: Date;
  readonly payments: readonly ContractPayment[];
}

/** A payment that is held, posted or taken back. */
export interface ContractPayment {
  readonly budgetId: string;
  readonly transferId: string;
  readonly applicationId: string;
  readonly payoutNo: number;
  readonly amountFen: bigint;
  readonly state: 'pending' | 'posted';
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** The transfer that took it back, and when. */
  readonly correctionId: string | null;
  readonly correctedAt: Date | null;
}

const pageSize = 200;

/**
 * Contracts by id, a page at a time. What a person is granted is a subsidy and no contract, so it isn't among them.
 * Payments are found through the applications of a contract's invoices, which are indexed.
 */
export async function* eachContract(read: Tx['query'], projectId: string | null): AsyncGenerator<ContractRecord> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: Omit<ContractRecord, 'payments' | 'number'>[] } = await read<Omit<ContractRecord, 'payments' | 'number'>>(
      `select budget.id "budgetId", payer.organisation_id "payerOrganisationId", payee.organisation_id "payeeOrganisationId", payer.project_id "projectId", limit_fen "limitFen", budget.opened_at "openedAt"
       from budget join account payer on payer.id = payer_account_id join account payee on payee.id = payee_account_id join organisation on organisation.id = payee.organisation_id
       where level = 'contract' and organisation.kind <> 'individual' and ($1::text is null or budget.id > $1) and ($2::text is null or payer.project_id = $2)
       order by budget.id limit ${pageSize}`,
      [after, projectId],
    );
    const payments = Map.groupBy(await readPayments(read, rows.map(({ budgetId }) => budgetId)), ({ budgetId }) => budgetId);
    for (const row of rows) yield { ...row, number: row.budgetId.slice(`contract:${row.payerOrganisationId}:`.length), payments: payments.get(row.budgetId) ?? [] };
    after = rows.at(-1)?.budgetId ?? null;
    if (rows.length < pageSize) return;
  }
}

async function readPayments(read: Tx['query'], contractIds: readonly string[]): Promise<readonly ContractPayment[]> {
  const { rows } = await read<ContractPayment>(
    `select invoice.parent_id "budgetId", paid.id "transferId", paid.application_id "applicationId", paid.payout_no "payoutNo", paid.amount_fen "amountFen", paid.state,
       paid.created_at "createdAt", paid.settled_at "settledAt", correction.id "correctionId", correction.settled_at "correctedAt"
     from budget invoice join transfer paid on paid.application_id = split_part(invoice.id, ':', 2) and paid.budget_id = invoice.id
     left join transfer correction on correction.corrects_id = paid.id
     where invoice.parent_id = any($1::text[]) and paid.kind = 'payout' and paid.state in ('pending', 'posted') order by paid.created_at, paid.id`,
    [contractIds],
  );
  return rows;
}
