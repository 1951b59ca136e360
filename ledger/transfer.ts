import type { Tx } from '@gbc/prisma';

/** `pending` is a hold: promised by the payer, not yet the payee's. It becomes posted or voided, once. */
export type TransferState = 'pending' | 'posted' | 'voided';

/** The rule that a hold was taken under: which decision of the policy table, and what it answered. */
export interface PayoutPolicy {
  /** Key of the evaluated decision `payout-limit`. */
  readonly decisionKey: string;
  /** Above this amount, in fen, `secondApprover` counts. */
  readonly limitFen: bigint;
  readonly secondApprover: boolean;
}

interface TransferBase {
  readonly id: string;
  /** With `payoutNo` the business identity. */
  readonly applicationId: string;
  readonly payoutNo: number;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountFen: bigint;
  /** The lowest budget that this counts on. */
  readonly budgetId: string;
  /** The accepted decisions that allowed it: the review of a payout, the match of a mint. */
  readonly decisionIds: readonly string[];
  readonly createdAt: Date;
}

/** Tokens from an application's payer to its payee. */
export interface Payout extends TransferBase {
  readonly kind: 'payout';
  readonly state: TransferState;
  readonly revision: number;
  readonly approvalsRequired: 1 | 2;
  readonly policy: PayoutPolicy;
  /** The accepted finance approvals that allowed posting. */
  readonly postDecisionIds: readonly string[];
  readonly voidReason: string | null;
  /** When it was posted or voided. */
  readonly settledAt: Date | null;
}

/** Tokens from a deposit advice, against custody. Its application is `deposit:<adviceId>`. */
export interface Mint extends TransferBase {
  readonly kind: 'mint';
  readonly state: 'posted';
  readonly payoutNo: 1;
  readonly settledAt: Date;
}

export type Transfer = Payout | Mint;

/** The columns of a transfer; {@link toTransfer} reads them. */
export const transferColumns = `transfer.id, transfer.kind, transfer.application_id "applicationId", transfer.payout_no "payoutNo",
  transfer.revision, transfer.debit_account_id "debitAccountId", transfer.credit_account_id "creditAccountId",
  transfer.amount_fen "amountFen", transfer.budget_id "budgetId", transfer.approvals_required "approvalsRequired",
  transfer.policy_decision_key "policyDecisionKey", transfer.policy_limit_fen "policyLimitFen",
  transfer.policy_second_approver "policySecondApprover", transfer.state, transfer.decision_ids "decisionIds",
  transfer.post_decision_ids "postDecisionIds", transfer.void_reason "voidReason", transfer.created_at "createdAt",
  transfer.settled_at "settledAt"`;

interface MintRow extends Mint {
  readonly policyDecisionKey: null;
}

interface PayoutRow extends Omit<Payout, 'policy'> {
  readonly policyDecisionKey: string;
  readonly policyLimitFen: bigint;
  readonly policySecondApprover: boolean;
}

/** A row of {@link transferColumns}: check constraints hold it to one of the two shapes. */
export type TransferRow = MintRow | PayoutRow;

export function toTransfer(row: TransferRow): Transfer {
  const { id, applicationId, debitAccountId, creditAccountId, amountFen, budgetId, decisionIds, createdAt } = row;
  const base = { id, applicationId, debitAccountId, creditAccountId, amountFen, budgetId, decisionIds, createdAt };
  if (row.kind === 'mint') return { ...base, kind: 'mint', payoutNo: 1, state: 'posted', settledAt: row.settledAt };
  const { payoutNo, state, revision, approvalsRequired, postDecisionIds, voidReason, settledAt } = row;
  const policy = { decisionKey: row.policyDecisionKey, limitFen: row.policyLimitFen, secondApprover: row.policySecondApprover };
  return { ...base, kind: 'payout', payoutNo, state, revision, approvalsRequired, policy, postDecisionIds, voidReason, settledAt };
}

/** The transfers of an application by payout number. */
export async function readTransfers(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `select ${transferColumns} from transfer where application_id = $1 order by payout_no`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
