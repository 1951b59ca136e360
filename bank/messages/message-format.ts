import type { PaymentOrder } from '../custodian-bank.ts';
import type { BankMessage } from './message-exchange.ts';
import type { BankNews } from './bank-news.ts';

/** A language that is spoken with the bank. */
export interface MessageFormat {
  /** An order as one message of its own, named by the payment's id. */
  writeOrder(order: PaymentOrder, at: Date): BankMessage;
  /** @throws BankError `bank.messageInvalid` for what can't be read for certain */
  read(message: BankMessage): BankNews;
}
