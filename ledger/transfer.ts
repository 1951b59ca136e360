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
  /** The accepted decisions that allowed it: the review of a payout, the match of a mint. */
  readonly decisionIds: readonly string[];
  readonly createdAt: Date;
}

/** Tokens from an application's payer to its payee. */
export interface Payout extends TransferBase {
  readonly kind: 'payout';
  /** The lowest budget that this counts on. */
  readonly budgetId: string;
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
  /** The appropriation that it funds. */
  readonly budgetId: string;
  readonly state: 'posted';
  readonly payoutNo: 1;
  readonly settledAt: Date;
}

/**
 * Tokens that end because the bank pays money in their place, against custody. Held from the order on; posted, that is
 * burned, when the bank has paid; voided when it won't or the order is refused. It counts on no budget: that was spent before.
 */
export interface Burn extends TransferBase {
  readonly kind: 'burn';
  readonly budgetId: null;
  readonly state: TransferState;
  /** The revision of the order. */
  readonly revision: number;
  /** The accepted approvals by which the bank was told to pay. */
  readonly postDecisionIds: readonly string[];
  readonly voidReason: string | null;
  readonly settledAt: Date | null;
}

export type Transfer = Payout | Mint | Burn;

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

interface BurnRow extends Burn {
  readonly policyDecisionKey: null;
}

interface PayoutRow extends Omit<Payout, 'policy'> {
  readonly policyDecisionKey: string;
  readonly policyLimitFen: bigint;
  readonly policySecondApprover: boolean;
}

/** A row of {@link transferColumns}: check constraints hold it to one of the shapes. */
export type TransferRow = MintRow | BurnRow | PayoutRow;

export function toTransfer(row: TransferRow): Transfer {
  const { id, applicationId, debitAccountId, creditAccountId, amountFen, decisionIds, createdAt } = row;
  const base = { id, applicationId, debitAccountId, creditAccountId, amountFen, decisionIds, createdAt };
  if (row.kind === 'mint') return { ...base, kind: 'mint', payoutNo: 1, budgetId: row.budgetId, state: 'posted', settledAt: row.settledAt };
  const { payoutNo, state, revision, postDecisionIds, voidReason, settledAt } = row;
  if (row.kind === 'burn') return { ...base, kind: 'burn', payoutNo, budgetId: null, state, revision, postDecisionIds, voidReason, settledAt };
  const { budgetId, approvalsRequired } = row;
  const policy = { decisionKey: row.policyDecisionKey, limitFen: row.policyLimitFen, secondApprover: row.policySecondApprover };
  return { ...base, kind: 'payout', payoutNo, budgetId, state, revision, approvalsRequired, policy, postDecisionIds, voidReason, settledAt };
}

/** The transfers of an application by payout number. */
export async function readTransfers(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `select ${transferColumns} from transfer where application_id = $1 order by payout_no`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
