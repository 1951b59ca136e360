import { z } from 'zod';
import { BankError } from './bank-error.ts';
import type { CustodianBank, DepositAdvice } from './custodian-bank.ts';
import {
  adviceMessage, advicesMessage, bankPaymentsMessage, custodyMessage, paymentAdvicesMessage, statementMessage, type AdviceMessage, type BankPaymentMessage, type FaultMessage,
  type OutcomeMessage,
} from './wire.ts';

/** Where the bank answers, and the token it knows us by. */
export interface BankAddress {
  readonly url: string;
  readonly token: string;
  /** Default 5,000 */
  readonly timeoutMs?: number;
}

/** The custodian bank over the HTTP interface of the simulated bank (bank/README.md). */
export function httpBank(address: BankAddress): CustodianBank {
  return {
    async listAdvices(afterCursor) {
      const query = afterCursor === null ? '' : `?${new URLSearchParams({ after: afterCursor })}`;
      const { advices, cursor } = await request(address, 'GET', `/advices${query}`, advicesMessage);
      return { advices: advices.map(toAdvice), cursor };
    },
    async custodyFen() {
      return BigInt((await request(address, 'GET', '/custody', custodyMessage)).custodyFen);
    },
    async instructPayment(order) {
      await request(address, 'POST', '/payments', z.object({}), { ...order, amountFen: Number(order.amountFen) });
    },
    async listPaymentAdvices(afterCursor) {
      const query = afterCursor === null ? '' : `?${new URLSearchParams({ after: afterCursor })}`;
      const { advices, cursor } = await request(address, 'GET', `/payment-advices${query}`, paymentAdvicesMessage);
      return { advices: advices.map(withFen), cursor };
    },
    async readStatement() {
      const { openingFen, lines, closingFen } = await request(address, 'GET', '/statement', statementMessage);
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
}

/**
 * Pays money into the simulated bank, as the treasury does on its side; the same deposit again answers the same advice.
 * @throws BankError `bank.depositConflict` for other content under the same id; `bank.unreachable`, `bank.refused`
 */
export async function payIntoSimulatedBank(address: BankAddress, deposit: PaidDeposit): Promise<DepositAdvice> {
  const body = { ...deposit, amountFen: Number(deposit.amountFen) };
  return toAdvice(await request(address, 'POST', '/deposits', adviceMessage, body));
}

export type BankPayment = Omit<BankPaymentMessage, 'amountFen' | 'paidFen'> & { readonly amountFen: bigint; readonly paidFen: bigint };

/** The orders that the simulated bank has, newest first, as its operator sees them. @throws BankError `bank.unreachable`, `bank.refused` */
export async function listSimulatedPayments(address: BankAddress): Promise<readonly BankPayment[]> {
  const { payments } = await request(address, 'GET', '/payments', bankPaymentsMessage);
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
  await request(address, 'POST', `/payments/${encodeURIComponent(paymentId)}/outcome`, z.object({}), body);
}

/** Lets the next requests to a path of the simulated bank go wrong. @throws BankError `bank.unreachable`, `bank.refused` */
export async function breakSimulatedBank(address: BankAddress, fault: FaultMessage): Promise<void> {
  await request(address, 'POST', '/faults', z.object({}), fault);
}

function withFen<Message extends { readonly amountFen: number }>(message: Message): Omit<Message, 'amountFen'> & { readonly amountFen: bigint } {
  return { ...message, amountFen: BigInt(message.amountFen) };
}

function toAdvice(message: AdviceMessage): DepositAdvice {
  return withFen(message);
}

async function request<Schema extends z.ZodType>(
  { url, token, timeoutMs = 5_000 }: BankAddress,
  method: string,
  path: string,
  schema: Schema,
  body?: object,
): Promise<z.output<Schema>> {
  const { status, text } = await send(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (status === 409) throw new BankError(path.startsWith('/payments') ? 'bank.paymentConflict' : 'bank.depositConflict', { path });
  if (status < 200 || status > 299) throw new BankError('bank.refused', { path, status });
  const answer = schema.safeParse(parseJson(text));
  if (!answer.success) throw new BankError('bank.answerInvalid', { path }, { cause: answer.error });
  return answer.data;
}

async function send(url: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new BankError('bank.unreachable', { path: url.pathname }, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
