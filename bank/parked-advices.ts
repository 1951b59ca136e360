import { appendEvent, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { BankError } from './bank-error.ts';
import type { PaymentAdvice } from './custodian-bank.ts';
import type { PaymentParkedCode } from './payment.ts';

/** What the bank said of a payment and what settled nothing, until somebody has dealt with it. */
export interface ParkedAdvice extends PaymentAdvice {
  /** With `adviceId` it says which: the same id may have come with several contents. */
  readonly contentHash: string;
  readonly parkedCode: PaymentParkedCode;
  readonly receivedAt: Date;
  /** What was ordered; null where nobody ordered such a payment. */
  readonly orderedFen: bigint | null;
  readonly applicationId: string | null;
}

const columns = `advice.advice_id "adviceId", content_hash "contentHash", advice.payment_id "paymentId", outcome, advice.amount_fen "amountFen",
  value_date "valueDate", advice.reason_code "reasonCode", parked_code "parkedCode", received_at "receivedAt", ordered.amount_fen "orderedFen",
  ordered.application_id "applicationId"`;

/** Parked advices that nobody has dealt with, newest first. */
export async function readParkedAdvices(read: Tx['query']): Promise<readonly ParkedAdvice[]> {
  const { rows } = await read<ParkedAdvice>(
    `select ${columns} from payment_advice advice left join payment_order ordered on ordered.payment_id = advice.payment_id
     where parked_code is not null
       and not exists (select from parked_advice_closing closing where closing.advice_id = advice.advice_id and closing.content_hash = advice.content_hash)
     order by received_at desc, advice.advice_id limit 500`,
  );
  return rows;
}

export interface CloseParkedAdvice {
  readonly by: Extract<Actor, { kind: 'person' }>;
  readonly adviceId: string;
  readonly contentHash: string;
  readonly reasonCommitment: string;
}

/**
 * Takes an advice off the list: somebody has asked the bank and says what came of it. It moves nothing: a payment is settled by the bank's
 * word alone. Again it changes nothing.
 * @throws BankError `bank.adviceUnknown`
 */
export async function closeParkedAdvice(tx: Tx, env: Environment, { by, adviceId, contentHash, reasonCommitment }: CloseParkedAdvice): Promise<void> {
  const { rows } = await tx.query<{ paymentId: string; code: string; applicationId: string | null }>(
    `select advice.payment_id "paymentId", parked_code code, application_id "applicationId"
     from payment_advice advice left join payment_order ordered on ordered.payment_id = advice.payment_id
     where advice.advice_id = $1 and content_hash = $2 and parked_code is not null`,
    [adviceId, contentHash],
  );
  const [parked] = rows;
  if (!parked) throw new BankError('bank.adviceUnknown', { adviceId });
  const { rowCount } = await tx.query(
    `insert into parked_advice_closing (advice_id, content_hash, closed_by, closed_at, reason_commitment) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [adviceId, contentHash, by.personId, env.now(), reasonCommitment],
  );
  if (rowCount === 0) return;
  const { paymentId, code, applicationId } = parked;
  await appendEvent(tx, env, { type: 'parkedAdviceClosed', actor: by, ...(applicationId === null ? {} : { applicationId }), data: { adviceId, paymentId, code, reasonCommitment } });
}
