import type { AccountKind, BudgetLevel, LedgerErrorCode } from '../index.ts';

/** Everything that the reference model knows. */
export interface ModelState {
  /** Days since the beginning: holds and freezes end with a day. */
  day: number;
  readonly accounts: Record<string, ModelAccount>;
  readonly budgets: Record<string, ModelBudget>;
  readonly applications: Record<string, ModelApplication>;
  readonly deposits: Record<string, ModelDeposit>;
  readonly transfers: ModelTransfer[];
  /** What the accounts hold, in the order in which they got it: of which transfer, and how much is left. */
  readonly lots: ModelLot[];
  readonly freezes: ModelFreeze[];
  /** What was done together, by its id: the commands as text. */
  readonly links: Record<string, string>;
  /** The newest comparison with the bank has a difference. */
  isMintingStopped: boolean;
  /** What must stand in the log, each as often as here: the subject and the kind of event. */
  readonly events: string[];
}

export interface ModelLot {
  accountId: string;
  adviceId: string;
  transfer: ModelTransfer;
  amountFen: bigint;
  leftFen: bigint;
}

export interface ModelAccount {
  kind: AccountKind;
  organisationId: string | null;
  projectId: string | null;
  debitsPendingFen: bigint;
  debitsPostedFen: bigint;
  creditsPendingFen: bigint;
  creditsPostedFen: bigint;
}

export interface ModelBudget {
  level: BudgetLevel;
  parentId: string | null;
  payerAccountId: string;
  payeeAccountId: string | null;
  limitFen: bigint;
  fundedFen: bigint;
  heldFen: bigint;
  spentFen: bigint;
}

export interface ModelSubmission {
  revision: number;
  payerOrganisationId: string;
  payeeOrganisationId: string;
  payerAccountId: string;
  payeeAccountId: string;
  budgetId: string;
  amountFen: bigint;
}

export interface ModelApplication {
  submissions: ModelSubmission[];
  /** Of a redemption, instead of submissions. */
  orders: { revision: number; organisationId: string; accountId: string; amountFen: bigint }[];
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
  kind: 'review' | 'payout' | 'secondPayout' | 'correction' | 'matchDeposit' | 'redemption' | 'receipt';
  personId: string;
  organisationId: string;
  role: string;
  outcome: 'approved' | 'rejected' | 'confirmed' | 'disputed';
  revision: number;
  payoutNo: number;
}

export interface ModelDeposit {
  amountFen: bigint;
  /** Where it was matched to; null once it is parked. */
  match: { accountId: string; budgetId: string } | null;
  decisions: ModelDecision[];
}

export interface ModelTransfer {
  kind: 'mint' | 'payout' | 'burn' | 'correction' | 'setAside';
  applicationId: string;
  payoutNo: number;
  revision: number | null;
  debitAccountId: string;
  creditAccountId: string;
  amountFen: bigint;
  budgetId: string | null;
  approvalsRequired: number | null;
  /** What the rule that it was made under said: its limit, or the decision's key. */
  policy: string | null;
  state: 'pending' | 'posted' | 'voided' | 'expired';
  /** The day on which a hold is over. */
  expiresDay: number | null;
  voidReason: string | null;
}

export interface ModelFreeze {
  freezeId: string;
  subject: 'account' | 'application';
  subjectId: string;
  orderedBy: string;
  expiresDay: number | null;
  isAppealed: boolean;
  isUpheld: boolean;
  ending: 'lifted' | 'expired' | null;
}

export interface ModelIdentity {
  readonly applicationId: string;
  readonly payoutNo: number;
}

export interface ModelPerson {
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
}

/** A money command as the ledger's queue takes it, too. */
export type ModelMoney =
  | { readonly kind: 'mint'; readonly adviceId: string }
  | ({ readonly kind: 'take'; readonly limitFen: bigint; readonly expiresDay: number | null } & ModelIdentity)
  | ({ readonly kind: 'post' | 'expire' | 'correct' | 'redeem' | 'instruct' | 'burn' } & ModelIdentity)
  | ({ readonly kind: 'void' | 'releaseRedemption'; readonly reason: string } & ModelIdentity)
  | ({ readonly kind: 'setAside'; readonly accountId: string; readonly decisionKey: string; readonly ratioBasisPoints: number; readonly capFen: bigint } & ModelIdentity);

export interface ModelLink {
  readonly kind: 'linked';
  readonly linkId: string;
  readonly members: readonly ModelMoney[];
}

/** What is opened, and what the regulator and those concerned do: each in a transaction of its own. */
export type ModelAct =
  | { readonly kind: 'openAccount'; readonly id: string; readonly accountKind: AccountKind; readonly organisationId: string | null; readonly projectId: string | null }
  | {
      readonly kind: 'openBudget';
      readonly id: string;
      readonly level: BudgetLevel;
      /** The account that pays under an appropriation, the budget above any other. */
      readonly under: string;
      readonly payeeAccountId: string | null;
      readonly limitFen: bigint;
    }
  | { readonly kind: 'freeze'; readonly freezeId: string; readonly subject: ModelFreeze['subject']; readonly subjectId: string; readonly by: ModelPerson; readonly expiresDay: number | null }
  | { readonly kind: 'appeal'; readonly freezeId: string; readonly by: ModelPerson }
  | { readonly kind: 'answer'; readonly freezeId: string; readonly by: ModelPerson; readonly outcome: 'lifted' | 'upheld' };

export type ModelCommand = ModelMoney | ModelLink | ModelAct;

/** `done`, or the code of the refusal; of linked commands also whose, counted from 1, and why. */
export type ModelOutcome = 'done' | LedgerErrorCode | `ledger.linkedRefused ${number} ${LedgerErrorCode}`;

export const noSums = { debitsPendingFen: 0n, debitsPostedFen: 0n, creditsPendingFen: 0n, creditsPostedFen: 0n } as const;

/** Before anything is open. */
export function emptyState(): ModelState {
  return { day: 0, accounts: {}, budgets: {}, applications: {}, deposits: {}, transfers: [], lots: [], freezes: [], links: {}, isMintingStopped: false, events: [] };
}
