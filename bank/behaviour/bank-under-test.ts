import type { CustodianBank, DepositAdvice, PaymentAdvice } from '../index.ts';

/** How a payment ends at the bank, and what it gets wrong in telling of it. */
export interface Ending {
  readonly outcome: 'paid' | 'refused';
  /** Default what was ordered. */
  readonly amountFen?: bigint;
  /** How many times it is told of. */
  readonly copies?: number;
}

/** A custodian bank and its other side: what the treasury, the creditor's bank and the bank's clerks do there. */
export interface BankUnderTest {
  readonly bank: CustodianBank;
  /** Pays in; answers the advice's id. */
  payIn(deposit: { readonly reference: string; readonly amountFen: bigint; readonly copies?: number }): Promise<string>;
  /** Ends a payment that the bank has the order of. */
  settle(order: { readonly paymentId: string; readonly amountFen: bigint }, ending: Ending): Promise<void>;
  /** Tells of what never happened, word for word. */
  slip(slip: { readonly kind: 'deposit'; readonly advice: DepositAdvice } | { readonly kind: 'payment'; readonly advice: PaymentAdvice }): Promise<void>;
  /** The orders that the bank has: their ids and amounts. */
  orders(): Promise<readonly { readonly paymentId: string; readonly amountFen: bigint }[]>;
  /** Sends a statement of everything up to now. */
  closeBooks(): Promise<void>;
  close(): Promise<void>;
}

/** Today in China: what is booked now is of this day. */
export const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
