/**
 * Tokens of one deposit on one account. A transfer takes from the oldest lots of the payer and makes as many lots of the payee,
 * so any yuan leads back to its deposit and any deposit forward to who has it.
 */
export interface Lot {
  readonly id: string;
  readonly accountId: string;
  /** The deposit that the tokens were minted from. */
  readonly adviceId: string;
  /** Earmark of the account that the deposit was minted to. */
  readonly projectId: string | null;
  readonly budgetLine: string | null;
  readonly amountFen: bigint;
  /** What has not left again. */
  readonly remainingFen: bigint;
  /** The lot that this was taken from; null for one that was minted. */
  readonly parentId: string | null;
  /** The transfer that made it. */
  readonly transferId: string;
}

/** How many fen a transfer takes from which lot. */
export interface LotShare {
  readonly lot: Lot;
  readonly amountFen: bigint;
}

export const lotColumns = `lot.id, lot.account_id "accountId", lot.advice_id "adviceId", lot.project_id "projectId", lot.budget_line "budgetLine",
  lot.amount_fen "amountFen", lot.remaining_fen "remainingFen", lot.parent_id "parentId", lot.transfer_id "transferId"`;

/**
 * Shares `amountFen` among lots, first in, first out.
 * @throws Error where they don't hold as much: lots and balances would differ, which no command can bring about
 */
export function shareLots(lots: readonly Lot[], amountFen: bigint): LotShare[] {
  const shares: LotShare[] = [];
  let leftFen = amountFen;
  for (const lot of lots) {
    if (leftFen === 0n) break;
    const takenFen = lot.remainingFen < leftFen ? lot.remainingFen : leftFen;
    if (takenFen === 0n) continue;
    shares.push({ lot, amountFen: takenFen });
    leftFen -= takenFen;
  }
  if (leftFen !== 0n) throw new Error(`lots of the account lack ${leftFen} fen of ${amountFen}`);
  return shares;
}
