import { z } from 'zod';
import type { DepositAdvice, PaymentAdvice } from '../custodian-bank.ts';
import type { CustodyAccount } from '../custody-account.ts';
import { iso20022Format } from '../iso20022/iso20022-format.ts';
import { invalid } from '../messages/message-invalid.ts';
import { adviceMessage, paymentAdviceMessage } from '../wire.ts';

/** Advices as JSON, fen as exact integers. */
export const pushedAdvices = z.object({ deposits: z.array(adviceMessage).max(500).default([]), payments: z.array(paymentAdviceMessage).max(500).default([]) });

export interface PushedAdvices {
  readonly deposits: readonly DepositAdvice[];
  readonly payments: readonly PaymentAdvice[];
}

/**
 * What a push says: JSON, or an ISO 20022 message about the custody account. A statement isn't pushed: it is fetched.
 * @throws BankError `bank.messageInvalid`
 */
export function readPush(body: Uint8Array, mediaType: string, account: CustodyAccount | null): PushedAdvices {
  if (mediaType.includes('xml')) {
    if (!account) throw invalid('foreignAccount', 'Acct');
    const { deposits, payments } = iso20022Format(account).read({ name: 'push', bytes: body });
    return { deposits: deposits.map(({ advice }) => advice), payments: payments.map(({ advice }) => advice) };
  }
  const read = pushedAdvices.safeParse(parseJson(body));
  if (!read.success) throw invalid('unreadable', read.error.issues[0]?.path.join('.') ?? '', { cause: read.error });
  const { deposits, payments } = read.data;
  return {
    deposits: deposits.map((each) => ({ ...each, amountFen: BigInt(each.amountFen) })),
    payments: payments.map((each) => ({ ...each, amountFen: BigInt(each.amountFen) })),
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw invalid('broken', 'JSON', { cause });
  }
}
