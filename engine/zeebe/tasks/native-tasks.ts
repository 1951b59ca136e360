import { EngineError, type Key, priorityHeader, type Variables } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { asDocument } from '../connection/document.ts';
import { isCode } from '../connection/engine-error.ts';
import { JobFeed } from '../connection/job-feed.ts';
import type { RestClient } from '../connection/rest-client.ts';
import { taskListenerJobTypes } from '../model/listener-matrix.ts';
import type { Parts } from '../parts.ts';
import { elementPlace, openThing } from '../steps/element-steps.ts';
import { closeTask } from './close-task.ts';
import { readTask } from './read-task.ts';
import type { TaskLook, UserTasks } from './user-tasks.ts';

const listenerTimeoutMs = 30_000;
const pollMax = 200;
const taskKeyHeader = 'io.camunda.zeebe:userTaskKey';
const taskPriorityHeader = 'io.camunda.zeebe:priority';

/** A listener's job as the task that it speaks of: its key and priority are headers. */
const asTask = (job: ActivatedJob): ActivatedJob => ({
  ...job, jobKey: job.headers[taskKeyHeader] ?? job.jobKey, headers: { ...job.headers, [priorityHeader]: job.headers[taskPriorityHeader] ?? '50' },
});

/**
 * User tasks that stay native: the engine's own listeners tell of them over gRPC, with the event committed before the engine goes on; they are
 * completed over REST v2. What is cancelled is found as with the other kind: by boundary events, our own commands, and the sweep.
 */
export class NativeTasks implements UserTasks {
  onOtherJobs: (jobs: ActivatedJob[]) => void = () => undefined;
  readonly #parts: Parts;
  readonly #rest: RestClient;
  readonly #feeds: readonly JobFeed[];
  readonly #inHand = new Set<Key>();
  /** What is being told of a task: until the engine has our answer, the task is in no state to be completed. */
  readonly #telling = new Map<Key, Promise<void>>();

  constructor(parts: Parts, rest: RestClient, { userTaskJobType }: { readonly userTaskJobType: string }) {
    this.#parts = parts;
    this.#rest = rest;
    const { connection, pace, random } = parts;
    const feed = (type: string, onJobs: (jobs: ActivatedJob[]) => void) =>
      new JobFeed({ connection, pace, random, request: { type, timeoutMs: listenerTimeoutMs }, room: () => pollMax, onJobs });
    this.#feeds = [
      ...Object.values(taskListenerJobTypes).map((type) => feed(type, (jobs) => {
        for (const job of jobs) if (!this.#inHand.has(job.jobKey)) parts.track(this.#take(job));
      })),
      feed(userTaskJobType, (jobs) => this.onOtherJobs(jobs)),
    ];
  }

  async poll(): Promise<number> {
    const counts = await Promise.all(this.#feeds.map((feed) => feed.poll()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    for (const feed of this.#feeds) feed.close();
  }

  async complete(taskKey: Key, variables: Variables): Promise<void> {
    await this.#telling.get(taskKey)?.catch(() => undefined);
    return closeTask(this.#parts, taskKey, () => this.#rest.post(`user-tasks/${taskKey}/completion`, { variables: asDocument(variables) }));
  }

  isThere({ elementInstanceKey }: TaskLook): Promise<boolean> {
    return this.#parts.presence.isThere(elementInstanceKey);
  }

  async #take(job: ActivatedJob): Promise<void> {
    const { jobKey: taskKey } = asTask(job);
    this.#inHand.add(job.jobKey);
    const telling = this.#record(job);
    this.#telling.set(taskKey, telling);
    try {
      await telling;
    } finally {
      this.#inHand.delete(job.jobKey);
      if (this.#telling.get(taskKey) === telling) this.#telling.delete(taskKey);
    }
  }

  async #record(job: ActivatedJob): Promise<void> {
    const { connection, dataSet, journal, pace, resources, now } = this.#parts;
    try {
      const engineId = await dataSet.confirm();
      const model = await resources.model(engineId, job.processDefinitionKey);
      const facts = model?.get(job.elementId);
      if (!model || !facts) throw new EngineError('INTERNAL', `a user task of a process that was not deployed from here: ${job.processId} ${job.elementId}`);
      const task = asTask(job);
      const moment = { engineId, at: now(), model };
      await journal.tell({
        engineId,
        processInstanceKey: job.processInstanceKey,
        jobKey: job.jobKey,
        tell(open) {
          const isNew = !open.find('task', task.jobKey);
          if (isNew && job.type !== taskListenerJobTypes.opening) return [];
          if (isNew) open.add(openThing('task', task.jobKey, moment, job));
          return [{ kind: isNew ? 'userTaskOpened' : 'userTaskChanged', task: readTask(task, facts), ...elementPlace(moment, job) }];
        },
      });
      await dataSet.mustBe(engineId);
      await connection.command('CompleteJob', (client) => client.completeJob({ jobKey: job.jobKey, variables: {} }), { repeatable: true });
      pace.nudge();
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND')) throw error; // it was done before, or its task is gone
    }
  }
}
