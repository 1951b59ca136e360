import { createHash } from 'node:crypto';
import { appendEvent, canonicalJson, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { bankActor } from './actor.ts';
import { BankError } from './bank-error.ts';
import type { PaymentAdvice } from './custodian-bank.ts';
import { lockPayment, type Payment, type PaymentParkedCode } from './payment.ts';

export interface RecordedPaymentAdvice {
  /** The payment that it is about, as it stands now; null where nobody ordered it. */
  readonly payment: Payment | null;
  /** False for an advice that was recorded before, word for word. */
  readonly isNew: boolean;
  /** Why it settled nothing. */
  readonly parkedCode: PaymentParkedCode | null;
}

/**
 * Takes in what the bank said of a payment: it settles the payment once, or is parked, and never guessed. The same advice again
 * changes nothing.
 */
export async function recordPaymentAdvice(tx: Tx, env: Environment, advice: PaymentAdvice): Promise<RecordedPaymentAdvice> {
  const payment = await findPayment(tx, advice.paymentId);
  const contentHash = contentHashOf(advice);
  const { rows: known } = await tx.query<{ contentHash: string; parkedCode: PaymentParkedCode | null }>(
    'select content_hash "contentHash", parked_code "parkedCode" from payment_advice where advice_id = $1 order by received_at, content_hash',
    [advice.adviceId],
  );
  const same = known.find((each) => each.contentHash === contentHash);
  if (same) return { payment, isNew: false, parkedCode: same.parkedCode };
  const parkedCode = known.length > 0 ? 'bank.adviceConflict' : misfitOf(payment, advice);
  await insertAdvice(tx, env, advice, contentHash, parkedCode);
  const { adviceId, paymentId } = advice;
  if (parkedCode !== null || !payment) {
    const about = payment ? { applicationId: payment.applicationId } : {};
    await appendEvent(tx, env, { type: 'paymentParked', actor: bankActor, ...about, data: { paymentId, adviceId, code: parkedCode ?? 'bank.paymentUnknown' } });
    return { payment, isNew: true, parkedCode };
  }
  await settle(tx, env, payment, advice);
  return { payment: await lockPayment(tx, paymentId), isNew: true, parkedCode: null };
}

async function findPayment(tx: Tx, paymentId: string): Promise<Payment | null> {
  try {
    return await lockPayment(tx, paymentId);
  } catch (error) {
    if (error instanceof BankError && error.code === 'bank.paymentMissing') return null;
    throw error;
  }
}

/** What keeps an advice from settling its payment. */
function misfitOf(payment: Payment | null, { outcome, amountFen }: PaymentAdvice): PaymentParkedCode | null {
  if (!payment) return 'bank.paymentUnknown';
  if (payment.state !== 'waiting') return payment.state === outcome ? 'bank.paymentRepeated' : 'bank.paymentContradicted';
  return outcome === 'paid' && amountFen !== payment.amountFen ? 'bank.paymentAmount' : null;
}

async function insertAdvice(tx: Tx, env: Environment, advice: PaymentAdvice, contentHash: string, parkedCode: PaymentParkedCode | null): Promise<void> {
  const { adviceId, paymentId, outcome, amountFen, valueDate, reasonCode } = advice;
  await tx.query(
    `insert into payment_advice (advice_id, content_hash, payment_id, outcome, amount_fen, value_date, reason_code, parked_code, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [adviceId, contentHash, paymentId, outcome, amountFen, valueDate, reasonCode, parkedCode, env.now()],
  );
}

async function settle(tx: Tx, env: Environment, { paymentId, payoutNo, amountFen, applicationId }: Payment, { adviceId, outcome, valueDate, reasonCode }: PaymentAdvice): Promise<void> {
  const code = outcome === 'refused' ? (reasonCode ?? 'NARR') : null;
  await tx.query('update payment_order set state = $2, advice_id = $3, reason_code = $4, settled_at = $5, taken_at = coalesce(taken_at, $5) where payment_id = $1', [
    paymentId, outcome, adviceId, code, env.now(),
  ]);
  const about = { actor: bankActor, applicationId } as const;
  await (code === null
    ? appendEvent(tx, env, { ...about, type: 'paymentConfirmed', data: { paymentId, payoutNo, amountFen, reference: adviceId, valueDate } })
    : appendEvent(tx, env, { ...about, type: 'paymentRefused', data: { paymentId, payoutNo, code } }));
}

function contentHashOf({ paymentId, outcome, amountFen, valueDate, reasonCode }: PaymentAdvice): string {
  return createHash('sha256').update(canonicalJson({ paymentId, outcome, amountFen, valueDate, reasonCode })).digest('hex');
}
