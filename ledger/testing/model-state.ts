import type { LedgerErrorCode } from '../index.ts';

/** Everything that the reference model knows. */
export interface ModelState {
  readonly accounts: Record<string, ModelAccount>;
  readonly budgets: Record<string, ModelBudget>;
  readonly applications: Record<string, ModelApplication>;
  readonly deposits: Record<string, ModelDeposit>;
  readonly transfers: ModelTransfer[];
  /** What the accounts hold, in the order in which they got it: of which transfer, and how much is left. */
  readonly lots: ModelLot[];
  /** What the regulator has frozen. */
  readonly frozenIds: string[];
}

export interface ModelLot {
  accountId: string;
  transfer: ModelTransfer;
  amountFen: bigint;
  leftFen: bigint;
}

export interface ModelAccount {
  organisationId: string | null;
  debitsPendingFen: bigint;
  debitsPostedFen: bigint;
  creditsPendingFen: bigint;
  creditsPostedFen: bigint;
}

export interface ModelBudget {
  parentId: string | null;
  payeeAccountId: string | null;
  limitFen: bigint;
  fundedFen: bigint;
  heldFen: bigint;
  spentFen: bigint;
}

export interface ModelApplication {
  submissions: { revision: number; payeeAccountId: string; amountFen: bigint }[];
  /** Of a redemption, instead of submissions. */
  orders: { revision: number; accountId: string; amountFen: bigint }[];
  /** What was said to the bank and by the bank. */
  payments: ModelPayment[];
  applicantIds: string[];
  decisions: ModelDecision[];
}

export interface ModelPayment {
  kind: 'instructed' | 'confirmed' | 'refused';
  payoutNo: number;
  amountFen: bigint;
}

export interface ModelDecision {
  kind: 'review' | 'payout' | 'secondPayout' | 'correction' | 'matchDeposit' | 'redemption';
  personId: string;
  organisationId: string;
  role: string;
  outcome: 'approved' | 'rejected';
  revision: number;
  payoutNo: number;
}

export interface ModelDeposit {
  amountFen: bigint;
  decisions: ModelDecision[];
}

export interface ModelTransfer {
  kind: 'mint' | 'payout' | 'burn' | 'correction';
  applicationId: string;
  payoutNo: number;
  revision: number | null;
  debitAccountId: string;
  creditAccountId: string;
  amountFen: bigint;
  approvalsRequired: number | null;
  limitFen: bigint | null;
  state: 'pending' | 'posted' | 'voided' | 'expired';
  /** Held for no time at all. */
  isOver: boolean;
  voidReason: string | null;
}

/** What can be asked of the ledger in the model's small world: one office that pays one supplier under one contract. */
export type ModelCommand =
  | { readonly kind: 'mint'; readonly adviceId: string }
  | { readonly kind: 'take'; readonly applicationId: string; readonly payoutNo: number; readonly limitFen: bigint; readonly isOver: boolean }
  | ({ readonly kind: 'post' } & ModelIdentity)
  | ({ readonly kind: 'expire' } & ModelIdentity)
  | ({ readonly kind: 'correct' } & ModelIdentity)
  | { readonly kind: 'freeze' | 'lift'; readonly subject: 'account' | 'application'; readonly subjectId: string }
  | { readonly kind: 'void'; readonly applicationId: string; readonly payoutNo: number; readonly reason: string }
  | ({ readonly kind: 'redeem' } & ModelIdentity)
  | ({ readonly kind: 'instruct' } & ModelIdentity)
  | ({ readonly kind: 'burn' } & ModelIdentity)
  | ({ readonly kind: 'releaseRedemption'; readonly reason: string } & ModelIdentity);

export interface ModelIdentity {
  readonly applicationId: string;
  readonly payoutNo: number;
}

/** `done`, or the code of the refusal. */
export type ModelOutcome = 'done' | LedgerErrorCode;
