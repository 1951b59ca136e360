/** A deposit as the bank tells of it. */
export interface DepositAdvice {
  /** The bank's own id of the advice; the same deposit always has the same. */
  readonly adviceId: string;
  /** What the payer wrote: it says which appropriation the money is for. */
  readonly reference: string;
  readonly amountFen: bigint;
  /** ISO 8601 date on which the money is there */
  readonly valueDate: string;
  readonly debtorName: string | null;
}

/** The bank that keeps the money behind the tokens. */
export interface CustodianBank {
  /**
   * The advices after a cursor, oldest first, and the cursor to go on from; null begins at the first. An empty list means
   * that there is nothing newer now. The same advice may come again.
   * @throws BankError `bank.unreachable`, `bank.refused`, `bank.answerInvalid`
   */
  listAdvices(afterCursor: string | null): Promise<{ readonly advices: readonly DepositAdvice[]; readonly cursor: string | null }>;
  /**
   * What the bank holds for the alliance now, in fen, from its own books.
   * @throws BankError `bank.unreachable`, `bank.refused`, `bank.answerInvalid`
   */
  custodyFen(): Promise<bigint>;
}
