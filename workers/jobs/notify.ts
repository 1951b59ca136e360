import type { JobWorker } from '@gbc/engine';
import { appendEvents } from '@gbc/events';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/** `notify`: marks the open tasks that a reminder is for (header `userTask`; without it, all of the instance) as reminded. */
export function notify(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'notify',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      await database.transaction(async (tx) => {
        const { rows } = await tx.query<{ taskKey: string; elementId: string }>(
          `update task set reminded_at = $4 where engine_id = $1 and process_instance_key = $2 and state = 'open' and ($3::text is null or element_id = $3)
           returning task_key as "taskKey", element_id as "elementId"`,
          [job.engineId, job.processInstanceKey, job.headers['userTask'] ?? null, env.now()],
        );
        const actor = { kind: 'system', name: 'notify' } as const;
        await appendEvents(tx, env, rows.map((data) => ({ type: 'reminderSent', actor, applicationId, data })));
      });
      parts.onChange(applicationId);
      return { kind: 'completed' };
    },
  };
}
