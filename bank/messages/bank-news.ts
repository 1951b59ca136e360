import type { DepositAdvice, PaymentAdvice, StatementLine } from '../custodian-bank.ts';

/** Something that the bank told, and when it booked it: what a statement that reaches that far must show. */
export interface Noted<Advice> {
  readonly advice: Advice;
  readonly bookedAtMs: number;
}

/** The movements on the custody account up to a moment, as the bank states them. */
export interface StatementPart {
  /** The bank's own id of the statement; the same statement always has the same. */
  readonly statementId: string;
  readonly throughMs: number;
  readonly openingFen: bigint;
  readonly lines: readonly StatementLine[];
  readonly closingFen: bigint;
}

/** What a message from the bank says, whatever its format. */
export interface BankNews {
  readonly deposits: readonly Noted<DepositAdvice>[];
  readonly payments: readonly Noted<PaymentAdvice>[];
  readonly statements: readonly StatementPart[];
}
