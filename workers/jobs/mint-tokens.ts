import { mintDeposit } from '@gbc/bank';
import type { JobWorker } from '@gbc/engine';
import { isMintingStopped } from '@gbc/ledger';
import { adviceOfJob } from '../advice-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { refusing } from '../refusal.ts';

/**
 * `mint-tokens`: mints a matched deposit one to one, once, or raises MINT_REFUSED. While minting is stopped the job fails: it is tried
 * again and ends as an incident, which a supervisor resolves once custody and ledger agree; the deposit isn't lost.
 */
export function mintTokensJob(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'mint-tokens',
    fetchVariables: [],
    async handle(job) {
      const { applicationId, adviceId } = await adviceOfJob(database.read, job);
      return refusing(parts, { applicationId, command: 'mintTokens', errorCode: 'MINT_REFUSED' }, async () => {
        if (await isMintingStopped(database.read)) throw new Error('minting is stopped: the newest reserve proof has a difference');
        await database.transaction((tx) => mintDeposit(tx, env, adviceId));
        parts.onChange(applicationId);
        return { kind: 'completed' };
      });
    },
  };
}
