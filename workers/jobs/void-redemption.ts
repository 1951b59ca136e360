import { lockApplication } from '@gbc/applications';
import { readPayments } from '@gbc/bank';
import type { JobWorker } from '@gbc/engine';
import { readTransfers, voidRedemption } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/**
 * `void-redemption`: releases the tokens of an order that was sent back or that the bank refused, so that it can be ordered anew under
 * the next number. Where nothing is held any more there is nothing to release.
 */
export function voidRedemptionJob({ database, env, onChange }: WorkerParts): JobWorker {
  return {
    type: 'void-redemption',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const payoutNo = await database.transaction(async (tx) => {
        const application = await lockApplication(tx, applicationId);
        const held = (await readTransfers(tx.query.bind(tx), applicationId)).find((transfer) => transfer.payoutNo === application.payoutNo);
        if (held?.state !== 'pending') return application.payoutNo;
        const [payment] = await readPayments(tx.query.bind(tx), { applicationIds: [applicationId], states: ['refused'] });
        const isRefusedByBank = payment?.payoutNo === held.payoutNo;
        await voidRedemption(tx, env, { applicationId, payoutNo: held.payoutNo, reason: isRefusedByBank ? 'paymentRefused' : 'rejected' });
        const refusal = isRefusedByBank ? { code: 'bank.paymentRefused', params: { reasonCode: payment.reasonCode ?? '' } } : null;
        await tx.query('update application set payout_no = payout_no + 1, refusal = $2 where id = $1', [applicationId, refusal && JSON.stringify(refusal)]);
        return held.payoutNo + 1;
      });
      onChange(applicationId);
      return { kind: 'completed', variables: { payoutNo } };
    },
  };
}
