import type { Job } from '@gbc/engine';
import { adviceIdOf } from '@gbc/ledger';
import type { Database } from '@gbc/prisma';
import { matterOfJob } from './matter-of-job.ts';

/** The deposit advice that a job of the funding flow works for. Throws where its instance was started for something else. */
export async function adviceOfJob(read: Database['read'], job: Job): Promise<{ applicationId: string; adviceId: string }> {
  const applicationId = await matterOfJob(read, job);
  const adviceId = adviceIdOf(applicationId);
  if (adviceId === null) throw new Error(`${applicationId} is no deposit`);
  return { applicationId, adviceId };
}
