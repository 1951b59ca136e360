import { z } from 'zod';
import { askBank, type BankAddress } from './bank-request.ts';
import type { CustodianBank, DepositAdvice, PaymentAdvice } from './custodian-bank.ts';
import {
  adviceMessage, advicesMessage, bankPaymentsMessage, custodyMessage, paymentAdvicesMessage, statementMessage, type AdviceMessage, type BankPaymentMessage, type FaultMessage,
  type OutcomeMessage,
} from './wire.ts';

/** The custodian bank over the HTTP interface of the simulated bank (bank/README.md). */
export function httpBank(address: BankAddress): CustodianBank {
  return {
    async listAdvices(afterCursor) {
      const query = afterCursor === null ? '' : `?${new URLSearchParams({ after: afterCursor })}`;
      const { advices, cursor } = await askBank(address, { method: 'GET', path: `/advices${query}`, schema: advicesMessage });
      return { advices: advices.map(toAdvice), cursor };
    },
    async custodyFen() {
      return BigInt((await askBank(address, { method: 'GET', path: '/custody', schema: custodyMessage })).custodyFen);
    },
    async instructPayment({ paymentId, amountFen, creditor, remittance }) {
      await askBank(address, { method: 'POST', path: '/payments', schema: z.object({}), body: { paymentId, amountFen: Number(amountFen), creditor, remittance } });
    },
    async listPaymentAdvices(afterCursor) {
      const query = afterCursor === null ? '' : `?${new URLSearchParams({ after: afterCursor })}`;
      const { advices, cursor } = await askBank(address, { method: 'GET', path: `/payment-advices${query}`, schema: paymentAdvicesMessage });
      return { advices: advices.map(withFen), cursor };
    },
    async readStatement() {
      const { openingFen, lines, closingFen } = await askBank(address, { method: 'GET', path: '/statement', schema: statementMessage });
      return { openingFen: BigInt(openingFen), lines: lines.map(withFen), closingFen: BigInt(closingFen) };
    },
  };
}

export interface PaidDeposit {
  readonly depositId: string;
  readonly reference: string;
  readonly amountFen: bigint;
  readonly valueDate: string;
  readonly debtorName?: string;
  /** Tells of it this much later; default 0. */
  readonly delayMs?: number;
  /** How many times it is told of; default 1. */
  readonly copies?: number;
}

/**
 * Pays money into the simulated bank, as the treasury does on its side; the same deposit again answers the same advice.
 * @throws BankError `bank.depositConflict` for other content under the same id; `bank.unreachable`, `bank.refused`
 */
export async function payIntoSimulatedBank(address: BankAddress, deposit: PaidDeposit): Promise<DepositAdvice> {
  const body = { ...deposit, amountFen: Number(deposit.amountFen) };
  return toAdvice(await askBank(address, { method: 'POST', path: '/deposits', schema: adviceMessage, body }));
}

export type BankPayment = Omit<BankPaymentMessage, 'amountFen' | 'paidFen'> & { readonly amountFen: bigint; readonly paidFen: bigint };

/** The orders that the simulated bank has, newest first, as its operator sees them. @throws BankError `bank.unreachable`, `bank.refused` */
export async function listSimulatedPayments(address: BankAddress): Promise<readonly BankPayment[]> {
  const { payments } = await askBank(address, { method: 'GET', path: '/payments', schema: bankPaymentsMessage });
  return payments.map((payment) => ({ ...withFen(payment), paidFen: BigInt(payment.paidFen) }));
}

export type SimulatedOutcome = Pick<OutcomeMessage, 'outcome'> & Partial<Omit<OutcomeMessage, 'outcome' | 'amountFen'>> & { readonly amountFen?: bigint | undefined };

/**
 * Ends a payment in the simulated bank, as its operator does; the same outcome again changes nothing.
 * @throws BankError `bank.paymentConflict` where it ended otherwise; `bank.refused` (404 for an unknown payment, 422 where custody
 *   holds less), `bank.unreachable`
 */
export async function settleSimulatedPayment(address: BankAddress, paymentId: string, { amountFen, ...outcome }: SimulatedOutcome): Promise<void> {
  const body = { ...outcome, ...(amountFen === undefined ? {} : { amountFen: Number(amountFen) }) };
  await askBank(address, { method: 'POST', path: `/payments/${encodeURIComponent(paymentId)}/outcome`, schema: z.object({}), body });
}

/** Has the simulated bank tell of what never happened: a payment or deposit that is on no statement. @throws BankError `bank.unreachable`, `bank.refused` */
export async function slipOfSimulatedBank(address: BankAddress, slip: { readonly kind: 'deposit'; readonly advice: DepositAdvice } | { readonly kind: 'payment'; readonly advice: PaymentAdvice }): Promise<void> {
  const body = { kind: slip.kind, advice: { ...slip.advice, amountFen: Number(slip.advice.amountFen) } };
  await askBank(address, { method: 'POST', path: '/slips', schema: z.object({}), body });
}

/** Has the simulated bank close its books and send a statement. @throws BankError `bank.unreachable`, `bank.refused` */
export async function closeSimulatedBooks(address: BankAddress): Promise<void> {
  await askBank(address, { method: 'POST', path: '/statements', schema: z.object({}), body: {} });
}

/** Lets the next requests to a path of the simulated bank go wrong. @throws BankError `bank.unreachable`, `bank.refused` */
export async function breakSimulatedBank(address: BankAddress, fault: FaultMessage): Promise<void> {
  await askBank(address, { method: 'POST', path: '/faults', schema: z.object({}), body: fault });
}

function withFen<Message extends { readonly amountFen: number }>(message: Message): Omit<Message, 'amountFen'> & { readonly amountFen: bigint } {
  return { ...message, amountFen: BigInt(message.amountFen) };
}

function toAdvice(message: AdviceMessage): DepositAdvice {
  return withFen(message);
}
