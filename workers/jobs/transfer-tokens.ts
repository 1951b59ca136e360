import { readApplication } from '@gbc/applications';
import type { JobWorker } from '@gbc/engine';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

/**
 * `transfer-tokens`: posts the hold of the application's payout, or raises TRANSFER_REFUSED. Reached twice (a loop, a retried
 * job, the same key from another engine) it finds the hold posted and moves nothing. Many that come at once share a transaction.
 */
export function transferTokens(parts: WorkerParts): JobWorker {
  const { database, ledger } = parts;
  return {
    type: 'transfer-tokens',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      return refusing(parts, { applicationId, command: 'postHold', errorCode: 'TRANSFER_REFUSED' }, async () => {
        const { payoutNo } = await readApplication(database.read, applicationId);
        await ledger.run({ kind: 'postHold', applicationId, payoutNo });
        parts.onChange(applicationId);
        return { kind: 'completed' };
      });
    },
  };
}
