import { resource } from '@gbc/engine/behaviour';
import { openEmbeddedEngine } from '@gbc/engine-embedded';
import type { Database } from '@gbc/prisma';
import { jobTypes, lastJobType, model, processId, variables } from './model.ts';
import { LastJobs, type Target } from './run.ts';

const jobsActiveMax = 64;

export interface InProcess {
  readonly target: Target;
  readonly lastJobs: LastJobs;
  close(): Promise<void>;
}

/** The engine in this process, with a handler for each type of job. */
export async function openInProcess(database: Database): Promise<InProcess> {
  const engine = await openEmbeddedEngine({ database, env: { now: () => new Date() } });
  const lastJobs = new LastJobs();
  await engine.deploy([resource('three-jobs.bpmn', model)]);
  for (const type of jobTypes) {
    engine.openWorker({
      type,
      jobsActiveMax,
      async handle({ processInstanceKey }) {
        if (type === lastJobType) lastJobs.done(processInstanceKey);
        return { kind: 'completed', variables: { [type]: true } };
      },
    });
  }
  return {
    lastJobs,
    target: {
      create: async () => (await engine.createInstance({ processId, variables })).processInstanceKey,
      async idle() {
        await new Promise((resolve) => setImmediate(resolve)); // what the last handler answered becomes a command
        await engine.settled();
      },
    },
    close: () => engine.close(),
  };
}
