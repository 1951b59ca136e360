/**
 * `custody` stands against the bank's custody account: its debits exceed its credits by the supply. `holding` is an organisation's for
 * a project; `operating` has what an office may keep of it for its own costs, and is the only one that an office may redeem.
 */
export type AccountKind = 'custody' | 'holding' | 'operating';

export interface Account {
  readonly id: string;
  readonly kind: AccountKind;
  /** The owner; null only for custody. */
  readonly organisationId: string | null;
  /** What the tokens here are earmarked for; null binds them to nothing. */
  readonly projectId: string | null;
  readonly budgetLine: string | null;
}

/** The four sums of an account, in fen. Pending debits are promised away; pending credits can't be spent yet. */
export interface Balances {
  readonly debitsPendingFen: bigint;
  readonly debitsPostedFen: bigint;
  readonly creditsPendingFen: bigint;
  readonly creditsPostedFen: bigint;
}

export type AccountBalances = Account & Balances;

export const accountColumns = `id, kind, organisation_id "organisationId", project_id "projectId", budget_line "budgetLine",
  debits_pending_fen "debitsPendingFen", debits_posted_fen "debitsPostedFen",
  credits_pending_fen "creditsPendingFen", credits_posted_fen "creditsPostedFen"`;

/** What a holding account can still spend or promise, in fen. */
export function availableFen(balances: Balances): bigint {
  return balances.creditsPostedFen - balances.debitsPostedFen - balances.debitsPendingFen;
}
