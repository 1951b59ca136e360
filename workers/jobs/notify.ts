import type { JobWorker } from '@gbc/engine';
import { appendEvents } from '@gbc/events';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

/**
 * `notify`: marks the open tasks that a reminder is for (header `userTask`; without it, all of the instance) as reminded, or,
 * with the header `escalation`, as reported to the group that watches over them.
 */
export function notify(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'notify',
    fetchVariables: ['recipientGroup'],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const isEscalation = job.headers['escalation'] === 'true';
      const recipientGroup = String(job.variables['recipientGroup'] ?? '');
      await database.transaction(async (tx) => {
        const { rows } = await tx.query<{ taskKey: string; elementId: string }>(
          `update task set reminded_at = $4, escalated_at = case when $5 then $4 else escalated_at end where engine_id = $1 and process_instance_key = $2 and state = 'open' and ($3::text is null or element_id = $3)
           returning task_key as "taskKey", element_id as "elementId"`,
          [job.engineId, job.processInstanceKey, job.headers['userTask'] ?? null, env.now(), isEscalation],
        );
        const actor = { kind: 'system', name: 'notify' } as const;
        await appendEvents(tx, env, rows.map((data) => (isEscalation
          ? { type: 'taskEscalated', actor, applicationId, data: { ...data, recipientGroup } }
          : { type: 'reminderSent', actor, applicationId, data })));
      });
      parts.onChange(applicationId);
      return { kind: 'completed' };
    },
  };
}
