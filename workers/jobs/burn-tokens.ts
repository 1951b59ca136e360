import { lockApplication } from '@gbc/applications';
import { readPayments } from '@gbc/bank';
import type { JobWorker } from '@gbc/engine';
import { burnTokens, paymentIdOf } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

/**
 * `burn-tokens`: ends the tokens that the bank has paid for. It raises PAYMENT_REFUSED where the bank won't pay, and PAYMENT_UNCLEAR
 * while the bank has said neither: somebody then asks the bank, and nothing is paid a second time.
 */
export function burnTokensJob(parts: WorkerParts): JobWorker {
  const { database, env, onChange } = parts;
  return {
    type: 'burn-tokens',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      return refusing(parts, { applicationId, command: 'burnTokens', errorCode: 'PAYMENT_UNCLEAR' }, async () => {
        const state = await database.transaction(async (tx) => {
          const { payoutNo } = await lockApplication(tx, applicationId);
          const [payment] = await readPayments(tx.query.bind(tx), { paymentIds: [paymentIdOf({ applicationId, payoutNo })] });
          if (payment?.state !== 'refused') await burnTokens(tx, env, { applicationId, payoutNo });
          return payment?.state;
        });
        onChange(applicationId);
        return state === 'refused' ? { kind: 'bpmnError', errorCode: 'PAYMENT_REFUSED' } : { kind: 'completed' };
      });
    },
  };
}
