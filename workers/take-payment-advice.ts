import { enqueue } from '@gbc/applications';
import { recordPaymentAdvice, type Payment, type PaymentAdvice } from '@gbc/bank';
import type { Environment } from '@gbc/events';
import { burnTokens, voidRedemption } from '@gbc/ledger';
import type { Database, Tx } from '@gbc/prisma';

/** How long the bank's answer waits for a process that isn't there yet to hear it; the rows tell it after that. */
export const answerTimeToLiveMs = 86_400_000;

/**
 * Takes in what the bank said of a payment and wakes its process, in one transaction. An advice that came before changes nothing.
 * @returns the application that it is about; null where it was known, or nobody ordered the payment
 */
export async function takePaymentAdvice({ database, env }: { database: Database; env: Environment }, advice: PaymentAdvice): Promise<string | null> {
  return database.transaction(async (tx) => {
    const { payment, isNew, parkedCode } = await recordPaymentAdvice(tx, env, advice);
    if (!payment || !isNew) return null;
    const { applicationId, paymentId } = payment;
    if (await isRunning(tx, applicationId)) {
      const messageId = `${advice.adviceId} ${advice.outcome}`;
      await enqueue(tx, env, { applicationId, command: { kind: 'publishMessage', name: 'bankAnswered', correlationKey: paymentId, messageId, timeToLiveMs: answerTimeToLiveMs } });
    } else if (parkedCode === null) {
      await settleAlone(tx, env, payment);
    }
    return applicationId;
  });
}

/** A process runs, or is about to begin again. */
async function isRunning(tx: Tx, applicationId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from process_instance where application_id = $1 and state = 'running'
     union all select from application_restart where application_id = $1 and process_instance_key is null`,
    [applicationId],
  );
  return rowCount !== 0;
}

/** The process was cancelled while the bank was paying: the tokens still follow the money. */
async function settleAlone(tx: Tx, env: Environment, { applicationId, payoutNo, state }: Payment): Promise<void> {
  if (state === 'paid') await burnTokens(tx, env, { applicationId, payoutNo });
  else await voidRedemption(tx, env, { applicationId, payoutNo, reason: 'paymentRefused' });
}
