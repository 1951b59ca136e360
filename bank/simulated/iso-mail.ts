import type { CustodyAccount } from '../custody-account.ts';
import { writeCamt053 } from '../iso20022/camt-053.ts';
import { writeCamt054 } from '../iso20022/camt-054.ts';
import type { Movement } from '../iso20022/entry.ts';
import { writePain002 } from '../iso20022/pain-002.ts';
import type { AdviceMessage, PaymentAdviceMessage } from '../wire.ts';
import type { BankBooks } from './bank-books.ts';
import type { Told } from './deposit-book.ts';
import type { Instruction } from './iso-desk.ts';

/** A message of the bank, made when it is asked for. */
export interface Mail {
  readonly name: string;
  readonly write: () => Uint8Array;
}

const numbered = (kind: string, index: number) => `${kind}-${String(index + 1).padStart(6, '0')}`;

/** All that the bank's books have it say: the same books make the same messages, under the same names. */
export function isoMail(books: BankBooks, instructions: readonly Instruction[], account: CustodyAccount): Mail[] {
  const statusOfOrders = instructions.map(({ messageId: originalMessageId, atMs, transfers }, index) => {
    const messageId = numbered('pain.002-order', index);
    const statuses = transfers.map((transfer, n) => ({ ...transfer, statusId: `${messageId}-${n + 1}`, amountFen: BigInt(transfer.amountFen) }));
    return mail(messageId, () => writePain002({ messageId, createdAt: new Date(atMs), originalMessageId, transfers: statuses }));
  });
  const instructionOf = (paymentId: string) => instructions.find(({ transfers }) => transfers.some((transfer) => transfer.paymentId === paymentId))?.messageId ?? paymentId;
  const outcomes = books.payments.told().flatMap(({ advice, bookedAtMs }, index) => tellOutcome({ advice, bookedAtMs }, index, instructionOf(advice.paymentId), account));
  const credits = books.deposits.told().map((told, index) => {
    const messageId = numbered('camt.054-deposit', index);
    return mail(messageId, () => writeCamt054({ messageId, createdAt: new Date(told.bookedAtMs), account, movements: [creditOf(told)] }));
  });
  const statements = books.statements.statements(books.deposits, books.payments).map(({ number, fromMs, throughMs, deposits, payments, openingFen, closingFen }) => {
    const statementId = numbered('camt.053', number - 1);
    const movements = [...deposits.map(creditOf), ...payments.map(debitOf)];
    return mail(statementId, () => writeCamt053({ statementId, from: new Date(fromMs), through: new Date(throughMs), account, openingFen, closingFen, movements }));
  });
  return [...statusOfOrders, ...outcomes, ...credits, ...statements];
}

const mail = (name: string, write: () => Uint8Array): Mail => ({ name: `${name}.xml`, write });

/** A refusal is a status; a payment is a status and the debit on the account. */
function tellOutcome(told: Told<PaymentAdviceMessage>, index: number, originalMessageId: string, account: CustodyAccount): Mail[] {
  const { advice: { adviceId, paymentId, outcome, amountFen, reasonCode }, bookedAtMs } = told;
  const createdAt = new Date(bookedAtMs);
  const [statusName, debitName] = [numbered('pain.002-outcome', index), numbered('camt.054-payment', index)];
  const transfers = [{ statusId: adviceId, paymentId, status: outcome === 'paid' ? ('ACSC' as const) : ('RJCT' as const), reasonCode, amountFen: BigInt(amountFen) }];
  const status = mail(statusName, () => writePain002({ messageId: statusName, createdAt, originalMessageId, transfers }));
  const debit = mail(debitName, () => writeCamt054({ messageId: debitName, createdAt, account, movements: [debitOf(told)] }));
  return outcome === 'paid' ? [status, debit] : [status];
}

function creditOf({ advice: { adviceId, amountFen, reference, debtorName, valueDate }, bookedAtMs }: Told<AdviceMessage>): Movement {
  return { isCredit: true, amountFen: BigInt(amountFen), bankReference: adviceId, endToEndId: 'NOTPROVIDED', remittance: reference, debtorName, valueDate, bookedAtMs };
}

function debitOf({ advice: { adviceId, paymentId, amountFen, valueDate }, bookedAtMs }: Told<PaymentAdviceMessage>): Movement {
  return { isCredit: false, amountFen: BigInt(amountFen), bankReference: adviceId, endToEndId: paymentId, remittance: '', debtorName: null, valueDate, bookedAtMs };
}
