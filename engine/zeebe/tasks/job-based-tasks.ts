import { EngineError, type Key, type Variables } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { backoffMs } from '../connection/connection.ts';
import { asDocument } from '../connection/document.ts';
import { JobFeed } from '../connection/job-feed.ts';
import { nativeHeader } from '../model/native-tasks.ts';
import type { Parts } from '../parts.ts';
import { elementPlace, openThing } from '../steps/element-steps.ts';
import { closeTask } from './close-task.ts';
import { readTask } from './read-task.ts';
import { renewJob, taskTimeoutMs } from './renew-job.ts';
import type { TaskLook, UserTasks } from './user-tasks.ts';

export const userTaskJobType = 'io.camunda.zeebe:userTask';
const pollMax = 200;

/** User tasks as jobs that are held by us until a person has done them. */
export class JobBasedTasks implements UserTasks {
  onOtherJobs: (jobs: ActivatedJob[]) => void = () => undefined;
  readonly #parts: Parts;
  readonly #feed: JobFeed;
  readonly #completing = new Set<Key>();
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { connection, pace, random } = parts;
    this.#feed = new JobFeed({
      connection, pace, random,
      request: { type: userTaskJobType, timeoutMs: taskTimeoutMs },
      room: () => pollMax,
      onJobs: (jobs) => {
        const others = jobs.filter(({ headers }) => !(nativeHeader in headers));
        if (others.length > 0) this.onOtherJobs(others);
        for (const job of jobs) if (nativeHeader in job.headers) parts.track(this.#openSurely(job));
      },
    });
  }

  poll(): Promise<number> {
    return this.#feed.poll();
  }

  /** Renews its job on the way: it must not time out. */
  async isThere({ key }: TaskLook): Promise<boolean> {
    return renewJob(this.#parts.connection, key);
  }

  close(): void {
    this.#isClosed = true;
    this.#feed.close();
  }

  async complete(taskKey: Key, variables: Variables): Promise<void> {
    if (this.#completing.has(taskKey)) throw new EngineError('NOT_FOUND', `the user task ${taskKey} is being completed`);
    this.#completing.add(taskKey);
    try {
      await closeTask(this.#parts, taskKey, () =>
        this.#parts.connection.command('CompleteJob', (client) => client.completeJob({ jobKey: taskKey, variables: asDocument(variables) }), { repeatable: true }));
    } finally {
      this.#completing.delete(taskKey);
    }
  }

  /**
   * Tries again where the engine or the database doesn't answer, as long as the job is held: the engine gives it to nobody else meanwhile, and a
   * shorter hold would have jobs time out by the hundred on an engine that is only slow.
   */
  async #openSurely(job: ActivatedJob): Promise<void> {
    const { onError, random } = this.#parts;
    const untilMs = performance.now() + taskTimeoutMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#open(job);
      } catch (error) {
        const isForGood = error instanceof EngineError && !error.mayRetry;
        if (isForGood || this.#isClosed || performance.now() > untilMs) throw error;
        onError(error as Error);
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt, random())).unref());
      }
    }
  }

  async #open(job: ActivatedJob): Promise<void> {
    const { dataSet, journal, resources, now } = this.#parts;
    const engineId = await dataSet.confirm();
    const model = await resources.model(engineId, job.processDefinitionKey);
    const facts = model?.get(job.elementId);
    if (!model || !facts) throw new EngineError('INTERNAL', `a user task of a process that was not deployed from here: ${job.processId} ${job.elementId}`);
    const moment = { engineId, at: now(), model };
    await journal.tell({
      engineId,
      processInstanceKey: job.processInstanceKey,
      jobKey: job.jobKey,
      tell(open) {
        open.add(openThing('task', job.jobKey, moment, job));
        return [{ kind: 'userTaskOpened', task: readTask(job, facts), ...elementPlace(moment, job) }];
      },
    });
  }
}

