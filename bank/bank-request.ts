import type { z } from 'zod';
import { BankError } from './bank-error.ts';

/** Where the bank answers, and the token it knows us by. */
export interface BankAddress {
  readonly url: string;
  readonly token: string;
  /** Default 5,000 */
  readonly timeoutMs?: number;
}

export interface BankRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What the answer must be. */
  readonly schema: Schema;
  /** Sent as JSON, or as it stands where it has a type. */
  readonly body?: object | { readonly mediaType: string; readonly bytes: Uint8Array };
}

/**
 * Asks the bank over HTTP and parses its JSON answer.
 * @throws BankError `bank.depositConflict` or `bank.paymentConflict` where it says 409, `bank.refused` for another error, `bank.unreachable`
 *   without an answer, `bank.answerInvalid` for one that isn't what was agreed
 */
export async function askBank<Schema extends z.ZodType>({ url, token, timeoutMs = 5_000 }: BankAddress, it: BankRequest<Schema>): Promise<z.output<Schema>> {
  const { method, path, schema, body } = it;
  const raw = body && 'mediaType' in body ? body : undefined;
  const { status, text } = await send(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': raw?.mediaType ?? 'application/json' } : {}) },
    ...(body ? { body: raw ? new Uint8Array(raw.bytes) : JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (status === 409) throw new BankError(path.startsWith('/deposits') ? 'bank.depositConflict' : 'bank.paymentConflict', { path });
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
