import { lockApplication } from '@gbc/applications';
import type { JobWorker } from '@gbc/engine';
import { readTransfers, voidHold } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/**
 * `void-payout`: releases the hold of the application's payout, so that a new review can begin under the next number.
 * Where nothing is held (the hold itself was refused, or this ran before) there is nothing to release. A payout that was
 * posted stays posted: the process goes on to a review that the ledger will not let pay again.
 */
export function voidPayout(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'void-payout',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const payoutNo = await database.transaction(async (tx) => {
        const application = await lockApplication(tx, applicationId);
        const held = (await readTransfers(tx.query.bind(tx), applicationId)).find((transfer) => transfer.payoutNo === application.payoutNo);
        if (held?.state !== 'pending') return application.payoutNo;
        await voidHold(tx, env, { applicationId, payoutNo: held.payoutNo, reason: 'rejected' });
        await tx.query('update application set payout_no = payout_no + 1 where id = $1', [applicationId]);
        return held.payoutNo + 1;
      });
      parts.onChange(applicationId);
      return { kind: 'completed', variables: { payoutNo } };
    },
  };
}
