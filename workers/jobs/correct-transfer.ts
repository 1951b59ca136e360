import { closeCorrected, lockApplication } from '@gbc/applications';
import { releaseInvoice } from '@gbc/documents';
import type { JobWorker } from '@gbc/engine';
import { correctedPaymentOf, correctTransfer } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

const actor = { kind: 'system', name: 'worker' } as const;

/**
 * `correct-transfer`: takes a payment back, the very tokens, once; what its application still asked of anybody ends, and its invoice may be
 * used again. Raises CORRECTION_REFUSED where the ledger will not (the payee has used some of the tokens, say).
 */
export function correctTransferJob(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'correct-transfer',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const paid = correctedPaymentOf(applicationId);
      if (paid === null) throw new Error(`${applicationId} is no correction`);
      return refusing(parts, { applicationId, command: 'correctTransfer', errorCode: 'CORRECTION_REFUSED' }, async () => {
        await database.transaction(async (tx) => {
          await lockApplication(tx, paid.applicationId);
          await correctTransfer(tx, env, paid);
          await releaseInvoice(tx, env, { applicationId: paid.applicationId, actor });
          await closeCorrected(tx, env, paid.applicationId);
          await tx.query('update application set refusal = null where id = $1', [applicationId]);
        });
        parts.onChange(paid.applicationId);
        parts.onChange(applicationId);
        return { kind: 'completed' };
      });
    },
  };
}
