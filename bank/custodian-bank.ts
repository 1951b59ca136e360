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

/** Whom the bank pays, as the bank needs to know it. */
export interface Creditor {
  readonly name: string;
  readonly account: string;
  /** Name of the bank that keeps the account. */
  readonly bank: string;
}

/** What the bank is told to pay. */
export interface PaymentOrder {
  /** Names the payment end to end: the bank never pays two under one id. At most 35 characters. */
  readonly paymentId: string;
  readonly amountFen: bigint;
  readonly creditor: Creditor;
  /** What the creditor reads, at most 140 characters. */
  readonly remittance: string;
}

/** What the bank says of a payment. */
export interface PaymentAdvice {
  /** The bank's own id of the advice; the same advice always has the same. */
  readonly adviceId: string;
  readonly paymentId: string;
  readonly outcome: 'paid' | 'refused';
  /** What was paid, or would have been; null where a refusal doesn't say. */
  readonly amountFen: bigint | null;
  /** ISO 8601 date */
  readonly valueDate: string;
  /** Of a refusal: why, as an ISO 20022 status reason code such as `AC04` (account closed). */
  readonly reasonCode: string | null;
}

/** A movement on the custody account, by the id of the deposit's advice or of the payment. */
export interface StatementLine {
  readonly kind: 'deposit' | 'payment';
  readonly id: string;
  readonly amountFen: bigint;
  readonly valueDate: string;
}

/** The custody account as the bank's books have it: what came in less what went out is the balance. */
export interface CustodyStatement {
  readonly openingFen: bigint;
  readonly lines: readonly StatementLine[];
  readonly closingFen: bigint;
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
  /**
   * Tells the bank to pay. Telling it the same again changes nothing; that it took the order says nothing of whether it pays.
   * @throws BankError `bank.paymentConflict` where it has this id with other content; `bank.unreachable` (it may have taken the
   *   order), `bank.refused`, `bank.answerInvalid`
   */
  instructPayment(order: PaymentOrder): Promise<void>;
  /**
   * What the bank said of payments after a cursor, as {@link listAdvices}. The same advice may come again, and in any order.
   * @throws BankError `bank.unreachable`, `bank.refused`, `bank.answerInvalid`
   */
  listPaymentAdvices(afterCursor: string | null): Promise<{ readonly advices: readonly PaymentAdvice[]; readonly cursor: string | null }>;
  /**
   * Every movement on the custody account since it was opened.
   * @throws BankError `bank.unreachable`, `bank.refused`, `bank.answerInvalid`
   */
  readStatement(): Promise<CustodyStatement>;
}
