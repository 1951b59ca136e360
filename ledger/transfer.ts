import type { Tx } from '@gbc/prisma';

/** `pending` is a hold: promised by the payer, not yet the payee's. It becomes posted, voided or, when its time is over, expired, once. */
export type TransferState = 'pending' | 'posted' | 'voided' | 'expired';

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
  /** From then on it can't be posted any more; null where it waits without end. */
  readonly expiresAt: Date | null;
  /** The accepted finance approvals that allowed posting. */
  readonly postDecisionIds: readonly string[];
  readonly voidReason: string | null;
  /** When it was posted, voided or expired. */
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
  readonly state: Exclude<TransferState, 'expired'>;
  /** The revision of the order. */
  readonly revision: number;
  /** The accepted approvals by which the bank was told to pay. */
  readonly postDecisionIds: readonly string[];
  readonly voidReason: string | null;
  readonly settledAt: Date | null;
}

/** The very tokens of a payment that was wrong, back from its payee. Its application is `correction:<applicationId>:<payoutNo>`. */
export interface Correction extends TransferBase {
  readonly kind: 'correction';
  /** The budget of the payment, which has the amount again. */
  readonly budgetId: string;
  readonly state: 'posted';
  readonly payoutNo: 1;
  /** The transfer that was wrong. */
  readonly correctsId: string;
  readonly settledAt: Date;
}

/** What an office keeps of a payout for its operating costs, linked to it. Its application is `operating:<applicationId>`. */
export interface SetAside extends TransferBase {
  readonly kind: 'setAside';
  readonly budgetId: null;
  readonly state: 'posted';
  /** The payout that it is a share of. */
  readonly linkedId: string;
  readonly policy: { readonly decisionKey: string; readonly capFen: bigint };
  readonly settledAt: Date;
}

export type Transfer = Payout | Mint | Burn | Correction | SetAside;

/** The columns of a transfer; {@link toTransfer} reads them. */
export const transferColumns = `transfer.id, transfer.kind, transfer.application_id "applicationId", transfer.payout_no "payoutNo",
  transfer.revision, transfer.debit_account_id "debitAccountId", transfer.credit_account_id "creditAccountId",
  transfer.amount_fen "amountFen", transfer.budget_id "budgetId", transfer.approvals_required "approvalsRequired",
  transfer.policy_decision_key "policyDecisionKey", transfer.policy_limit_fen "policyLimitFen",
  transfer.policy_second_approver "policySecondApprover", transfer.state, transfer.decision_ids "decisionIds",
  transfer.post_decision_ids "postDecisionIds", transfer.void_reason "voidReason", transfer.created_at "createdAt",
  transfer.settled_at "settledAt", transfer.expires_at "expiresAt", transfer.corrects_id "correctsId", transfer.linked_id "linkedId"`;

interface MintRow extends Mint {
  readonly policyDecisionKey: null;
}

interface BurnRow extends Burn {
  readonly policyDecisionKey: null;
}

interface CorrectionRow extends Correction {
  readonly policyDecisionKey: null;
}

interface SetAsideRow extends Omit<SetAside, 'policy'> {
  readonly policyDecisionKey: string;
  readonly policyLimitFen: bigint;
}

interface PayoutRow extends Omit<Payout, 'policy'> {
  readonly policyDecisionKey: string;
  readonly policyLimitFen: bigint;
  readonly policySecondApprover: boolean;
}

/** A row of {@link transferColumns}: check constraints hold it to one of the shapes. */
export type TransferRow = MintRow | BurnRow | CorrectionRow | SetAsideRow | PayoutRow;

export function toTransfer(row: TransferRow): Transfer {
  const { id, applicationId, debitAccountId, creditAccountId, amountFen, decisionIds, createdAt } = row;
  const base = { id, applicationId, debitAccountId, creditAccountId, amountFen, decisionIds, createdAt };
  if (row.kind === 'mint') return { ...base, kind: 'mint', payoutNo: 1, budgetId: row.budgetId, state: 'posted', settledAt: row.settledAt };
  if (row.kind === 'correction') return { ...base, kind: 'correction', payoutNo: 1, budgetId: row.budgetId, state: 'posted', correctsId: row.correctsId, settledAt: row.settledAt };
  if (row.kind === 'setAside') {
    const policy = { decisionKey: row.policyDecisionKey, capFen: row.policyLimitFen };
    return { ...base, kind: 'setAside', payoutNo: row.payoutNo, budgetId: null, state: 'posted', linkedId: row.linkedId, policy, settledAt: row.settledAt };
  }
  const { payoutNo, revision, postDecisionIds, voidReason, settledAt } = row;
  if (row.kind === 'burn') return { ...base, kind: 'burn', payoutNo, budgetId: null, state: row.state, revision, postDecisionIds, voidReason, settledAt };
  const { budgetId, state, approvalsRequired, expiresAt } = row;
  const policy = { decisionKey: row.policyDecisionKey, limitFen: row.policyLimitFen, secondApprover: row.policySecondApprover };
  return { ...base, kind: 'payout', payoutNo, budgetId, state, revision, approvalsRequired, policy, expiresAt, postDecisionIds, voidReason, settledAt };
}

/** The transfers of an application by payout number. */
export async function readTransfers(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `select ${transferColumns} from transfer where application_id = $1 order by payout_no`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
