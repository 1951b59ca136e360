import type { Job } from '@gbc/engine';
import { prepared, type Database } from '@gbc/prisma';

/**
 * The application or deposit that a job works for: the one its instance was bound to when it started, whatever the process
 * variables say now. Throws where the instance is bound to none (a second start of the same application), or was given up for another.
 */
export async function matterOfJob(read: Database['read'], job: Job): Promise<string> {
  const { rows } = await read<{ application_id: string | null }>(
    prepared('select application_id from process_instance where engine_id = $1 and process_instance_key = $2 and abandoned_at is null'),
    [job.engineId, job.processInstanceKey],
  );
  const applicationId = rows[0]?.application_id;
  if (!applicationId) throw new Error(`process instance ${job.processInstanceKey} is bound to no application`);
  return applicationId;
}
