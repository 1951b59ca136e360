import { enqueue, lockApplication, readRedemptionForm } from '@gbc/applications';
import { orderPayment, type Payment } from '@gbc/bank';
import type { Job, JobWorker } from '@gbc/engine';
import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { answerTimeToLiveMs } from '../take-payment-advice.ts';

async function repeatAnswer(tx: Tx, env: Environment, { engineId, jobKey }: Job, { applicationId, paymentId, state }: Payment): Promise<void> {
  const messageId = `${paymentId} ${state} ${engineId} ${jobKey}`;
  await enqueue(tx, env, { applicationId, command: { kind: 'publishMessage', name: 'bankAnswered', correlationKey: paymentId, messageId, timeToLiveMs: answerTimeToLiveMs } });
}

/**
 * `instruct-bank`: writes down what the bank is to pay for a redemption; the bank's feed tells the bank, until it has the order. Where
 * the ledger refuses (nobody received the order, say, in a model that was redrawn) the job fails and ends as an incident. Reached again
 * after the bank has answered (a process that was begun again on another engine), it tells the process so once more.
 */
export function instructBank({ database, env, onChange }: WorkerParts): JobWorker {
  return {
    type: 'instruct-bank',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const paymentId = await database.transaction(async (tx) => {
        const { payoutNo } = await lockApplication(tx, applicationId);
        const { creditor, purpose } = await readRedemptionForm(tx.query.bind(tx), applicationId);
        const payment = await orderPayment(tx, env, { applicationId, payoutNo, creditor, remittance: purpose });
        if (payment.state !== 'waiting') await repeatAnswer(tx, env, job, payment);
        return payment.paymentId;
      });
      onChange(applicationId);
      return { kind: 'completed', variables: { paymentId } };
    },
  };
}
