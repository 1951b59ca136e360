import type { DepositBook } from './deposit-book.ts';
import type { PaymentBook } from './payment-book.ts';
import type { StatementBook } from './statement-book.ts';

/** The bank's books. Custody is what was paid in less what was paid out. */
export interface BankBooks {
  readonly deposits: DepositBook;
  readonly payments: PaymentBook;
  readonly statements: StatementBook;
}

export const custodyFen = ({ deposits, payments }: BankBooks) => deposits.paidInFen - payments.paidOutFen;
