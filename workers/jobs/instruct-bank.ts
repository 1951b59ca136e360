import { lockApplication, readRedemptionForm } from '@gbc/applications';
import { orderPayment } from '@gbc/bank';
import type { JobWorker } from '@gbc/engine';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/**
 * `instruct-bank`: writes down what the bank is to pay for a redemption; the bank's feed tells the bank, until it has the order. Where
 * the ledger refuses (nobody received the order, say, in a model that was redrawn) the job fails and ends as an incident.
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
        return (await orderPayment(tx, env, { applicationId, payoutNo, creditor, remittance: purpose })).paymentId;
      });
      onChange(applicationId);
      return { kind: 'completed', variables: { paymentId } };
    },
  };
}
