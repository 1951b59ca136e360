import { lockApplication } from '@gbc/applications';
import type { JobWorker } from '@gbc/engine';
import { takeRedemption } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

/** `hold-redemption`: holds the tokens that a redemption was ordered for, or raises HOLD_REFUSED. */
export function holdRedemption(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'hold-redemption',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      return refusing(parts, { applicationId, command: 'takeRedemption', errorCode: 'HOLD_REFUSED' }, async () => {
        const payoutNo = await database.transaction(async (tx) => {
          const application = await lockApplication(tx, applicationId);
          await takeRedemption(tx, env, { applicationId, payoutNo: application.payoutNo });
          await tx.query('update application set refusal = null where id = $1', [applicationId]);
          return application.payoutNo;
        });
        parts.onChange(applicationId);
        return { kind: 'completed', variables: { payoutNo } };
      });
    },
  };
}
