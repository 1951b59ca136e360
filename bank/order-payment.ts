import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '@gbc/events';
import { instructRedemption, paymentIdOf, type HoldIdentity } from '@gbc/ledger';
import type { Database, Tx } from '@gbc/prisma';
import { BankError, type BankErrorCode } from './bank-error.ts';
import type { Creditor, CustodianBank } from './custodian-bank.ts';
import { lockPayment, readPayments, type Payment } from './payment.ts';

export interface OrderPayment extends HoldIdentity {
  readonly creditor: Creditor;
  readonly remittance: string;
}

/**
 * Writes down what the bank is to be told: what a redemption holds, if the ledger lets it be paid. The bank is told afterwards, by
 * {@link sendPayments}, until it has taken the order. Again with the same content it changes nothing.
 * @throws BankError `bank.paymentConflict` for another creditor; LedgerError of `instructRedemption`
 */
export async function orderPayment(tx: Tx, env: Environment, { applicationId, payoutNo, creditor, remittance }: OrderPayment): Promise<Payment> {
  const { amountFen } = await instructRedemption(tx, env, { applicationId, payoutNo });
  const paymentId = paymentIdOf({ applicationId, payoutNo });
  await tx.query(
    `insert into payment_order (payment_id, application_id, payout_no, amount_fen, creditor_name, creditor_account, creditor_bank, remittance, state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9) on conflict do nothing`,
    [paymentId, applicationId, payoutNo, amountFen, creditor.name, creditor.account, creditor.bank, remittance, env.now()],
  );
  const payment = await lockPayment(tx, paymentId);
  if (!isDeepStrictEqual(payment.creditor, creditor) || payment.remittance !== remittance) throw new BankError('bank.paymentConflict', { path: paymentId });
  return payment;
}

/** What concerns one order alone; anything else is true of the next one, too. */
const ofOneOrder: readonly BankErrorCode[] = ['bank.paymentConflict', 'bank.refused'];

/**
 * Tells the bank of every payment that it hasn't said it has, oldest first; the same id again is the same payment to it. One that it
 * won't take doesn't keep the others waiting; a bank that can't be reached ends the round, and the next tries again.
 * @param onTaken told of the application of each that the bank has now
 * @throws BankError of the port: the first, once the others were told
 */
export async function sendPayments(database: Database, env: Environment, bank: CustodianBank, onTaken: (applicationId: string) => void = () => undefined): Promise<void> {
  const unsent = (await readPayments(database.read, { states: ['waiting'] })).filter(({ takenAt }) => takenAt === null);
  let first: BankError | undefined;
  for (const { applicationId, paymentId, amountFen, creditor, remittance } of unsent.toReversed()) {
    try {
      await bank.instructPayment({ paymentId, amountFen, creditor, remittance });
    } catch (error) {
      if (!(error instanceof BankError) || !ofOneOrder.includes(error.code)) throw error;
      first ??= error;
      continue;
    }
    await database.transaction((tx) => tx.query('update payment_order set taken_at = $2 where payment_id = $1 and taken_at is null', [paymentId, env.now()]));
    onTaken(applicationId);
  }
  if (first) throw first;
}
