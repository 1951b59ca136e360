import type { z } from 'zod';
import { BankError } from './bank-error.ts';
import type { CustodianBank, DepositAdvice } from './custodian-bank.ts';
import { adviceMessage, advicesMessage, custodyMessage, type AdviceMessage } from './wire.ts';

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

function toAdvice(message: AdviceMessage): DepositAdvice {
  return { ...message, amountFen: BigInt(message.amountFen) };
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
  if (status === 409) throw new BankError('bank.depositConflict', { path });
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
