import { findProject, flowOf, lockApplication, operatingAccountId, readApplication, type ApplicationRow } from '@gbc/applications';
import type { Job, JobWorker } from '@gbc/engine';
import { openAccount, operatingApplicationId, readTransfers, setAsideOperating, type OperatingPolicy } from '@gbc/ledger';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';
import { evaluatePolicy, isWhole, rowOf } from '../policy.ts';
import { refusing } from '../refusal.ts';

async function readPolicy(parts: WorkerParts, job: Job, application: ApplicationRow): Promise<OperatingPolicy> {
  const { decisionKey, output } = await evaluatePolicy(parts, job, 'operating-ratio', { tier: flowOf(application).tier });
  const { ratioBasisPoints, capFen } = rowOf(output);
  if (!isWhole(ratioBasisPoints) || !isWhole(capFen)) throw new Error('the decision operating-ratio must answer {ratioBasisPoints: whole number, capFen: whole number}');
  return { decisionKey, ratioBasisPoints, capFen: BigInt(capFen) };
}

/**
 * `set-aside-operating`: moves the receiving office's share to its operating account, once, or raises SET_ASIDE_REFUSED. What was set aside
 * before stays as it was, whichever table of which engine is asked now.
 */
export function setAsideOperatingJob(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'set-aside-operating',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      if ((await readTransfers(database.read, operatingApplicationId(applicationId))).length > 0) return { kind: 'completed' };
      const policy = await readPolicy(parts, job, await readApplication(database.read, applicationId));
      return refusing(parts, { applicationId, command: 'setAsideOperating', errorCode: 'SET_ASIDE_REFUSED' }, async () => {
        await database.transaction(async (tx) => {
          const { payoutNo, projectId, applicantOrganisationId: organisationId } = await lockApplication(tx, applicationId);
          const project = projectId === null ? null : await findProject(tx.query.bind(tx), projectId);
          if (!project) throw new Error(`application ${applicationId} is for no project`);
          const accountId = operatingAccountId(organisationId, project);
          await openAccount(tx, env, { id: accountId, kind: 'operating', organisationId, projectId, budgetLine: project.budgetLine });
          await setAsideOperating(tx, env, { applicationId, payoutNo, accountId, policy });
        });
        parts.onChange(applicationId);
        return { kind: 'completed' };
      });
    },
  };
}
