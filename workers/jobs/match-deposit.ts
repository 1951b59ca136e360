import { matchDeposit } from '@gbc/bank';
import type { JobWorker } from '@gbc/engine';
import { adviceOfJob } from '../advice-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/** `match-deposit`: finds the appropriation that a deposit is for, or raises DEPOSIT_PARKED with the reason. */
export function matchDepositJob(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'match-deposit',
    fetchVariables: [],
    async handle(job) {
      const { applicationId, adviceId } = await adviceOfJob(database.read, job);
      const deposit = await database.transaction((tx) => matchDeposit(tx, env, adviceId));
      parts.onChange(applicationId);
      if (deposit.state === 'parked') return { kind: 'bpmnError', errorCode: 'DEPOSIT_PARKED', message: deposit.parkedCode ?? '' };
      return { kind: 'completed' };
    },
  };
}
