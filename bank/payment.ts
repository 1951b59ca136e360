import type { Tx } from '@gbc/prisma';
import { BankError } from './bank-error.ts';
import type { PaymentOrder } from './custodian-bank.ts';

/** `waiting` until the bank has said that it paid or that it won't. */
export type PaymentState = 'waiting' | 'paid' | 'refused';

/**
 * Why an advice settled nothing; each is for a person to look at.
 * - `adviceConflict`: the bank sent the same advice with other content
 * - `paymentUnknown`: nobody ordered such a payment
 * - `paymentAmount`: another amount was paid than was ordered
 * - `paymentRepeated`: the payment was settled the same way by another advice; it may have been paid twice
 * - `paymentContradicted`: the bank has said the opposite before
 */
export type PaymentParkedCode = 'bank.adviceConflict' | 'bank.paymentUnknown' | 'bank.paymentAmount' | 'bank.paymentRepeated' | 'bank.paymentContradicted';

/** A payment that was ordered, and how far it has come. */
export interface Payment extends PaymentOrder {
  readonly applicationId: string;
  readonly payoutNo: number;
  readonly state: PaymentState;
  /** The bank's advice that settled it. */
  readonly adviceId: string | null;
  readonly reasonCode: string | null;
  readonly createdAt: Date;
  /** When the bank first said that it has the order; null while that isn't known. */
  readonly takenAt: Date | null;
  readonly settledAt: Date | null;
}

const paymentColumns = `payment_id "paymentId", application_id "applicationId", payout_no "payoutNo", amount_fen "amountFen",
  json_build_object('name', creditor_name, 'account', creditor_account, 'bank', creditor_bank) creditor, remittance, state, advice_id "adviceId",
  reason_code "reasonCode", created_at "createdAt", taken_at "takenAt", settled_at "settledAt"`;

/**
 * Destroys whom applications' payments went to and what for, as the payer and the bank were told; amounts and references stay.
 * Throws BankError `bank.paymentWaiting` {path} while the bank has not said what became of one, whatever became of its process.
 */
export async function erasePaymentParties(tx: Tx, applicationIds: readonly string[]): Promise<void> {
  const [waiting] = await readPayments(tx.query.bind(tx), { applicationIds, states: ['waiting'] });
  if (waiting) throw new BankError('bank.paymentWaiting', { path: waiting.paymentId });
  await tx.query(`update payment_order set creditor_name = '', creditor_account = '', creditor_bank = '', remittance = '' where application_id = any($1)`, [applicationIds]);
}

/** Each given field narrows; none answers every payment. */
export interface PaymentFilter {
  readonly paymentIds?: readonly string[];
  readonly applicationIds?: readonly string[];
  readonly states?: readonly PaymentState[];
}

/** Payments, newest first. */
export async function readPayments(read: Tx['query'], filter: PaymentFilter = {}): Promise<readonly Payment[]> {
  const { rows } = await read<Payment>(
    `select ${paymentColumns} from payment_order
     where ($1::text[] is null or payment_id = any($1)) and ($2::text[] is null or application_id = any($2)) and ($3::text[] is null or state = any($3))
     order by created_at desc, payment_id desc`,
    [filter.paymentIds ?? null, filter.applicationIds ?? null, filter.states ?? null],
  );
  return rows;
}

const pageSize = 1_000;

/** All payments by their id, a page at a time, so that any number can be gone through. */
export async function* eachPayment(read: Tx['query']): AsyncGenerator<Payment> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: Payment[] } = await read<Payment>(
      `select ${paymentColumns} from payment_order where $1::text is null or payment_id > $1 order by payment_id limit ${pageSize}`,
      [after],
    );
    yield* rows;
    after = rows.at(-1)?.paymentId ?? null;
    if (rows.length < pageSize) return;
  }
}

/**
 * Locks a payment until the transaction ends.
 * @throws BankError `bank.paymentMissing`
 */
export async function lockPayment(tx: Tx, paymentId: string): Promise<Payment> {
  const { rows } = await tx.query<Payment>(`select ${paymentColumns} from payment_order where payment_id = $1 for update`, [paymentId]);
  if (!rows[0]) throw new BankError('bank.paymentMissing', { paymentId });
  return rows[0];
}
