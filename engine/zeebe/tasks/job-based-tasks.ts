import { EngineError, type Key, type Variables } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { asDocument } from '../connection/document.ts';
import { isCode } from '../connection/engine-error.ts';
import { JobFeed } from '../connection/job-feed.ts';
import { nativeHeader } from '../model/native-tasks.ts';
import type { Parts } from '../parts.ts';
import { elementPlace, openThing } from '../steps/element-steps.ts';
import { openColumns, type OpenThing } from '../steps/open-things.ts';
import { readTask } from './read-task.ts';
import type { UserTasks } from './user-tasks.ts';

export const userTaskJobType = 'io.camunda.zeebe:userTask';
/** Longer than a sweep takes by far; after it the engine hands the task out again, to whoever then works for us. */
export const taskTimeoutMs = 10 * 60_000;
const pollMax = 200;

/** User tasks as jobs that are held by us until a person has done them. */
export class JobBasedTasks implements UserTasks {
  onOtherJobs: (jobs: ActivatedJob[]) => void = () => undefined;
  readonly #parts: Parts;
  readonly #feed: JobFeed;
  readonly #completing = new Set<Key>();

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
        for (const job of jobs) if (nativeHeader in job.headers) parts.track(this.#open(job));
      },
    });
  }

  poll(): Promise<number> {
    return this.#feed.poll();
  }

  close(): void {
    this.#feed.close();
  }

  async complete(taskKey: Key, variables: Variables): Promise<void> {
    if (this.#completing.has(taskKey)) throw new EngineError('NOT_FOUND', `the user task ${taskKey} is being completed`);
    this.#completing.add(taskKey);
    try {
      await this.#complete(taskKey, variables);
    } finally {
      this.#completing.delete(taskKey);
    }
  }

  async #complete(taskKey: Key, variables: Variables): Promise<void> {
    const { connection, dataSet, journal, pace, presence, resources, now } = this.#parts;
    const engineId = await dataSet.confirm();
    // Who hears of a task in the transaction that opens it may be here before its commit.
    const task = (await this.#find(engineId, taskKey)) ?? (await journal.idle().then(() => this.#find(engineId, taskKey)));
    if (!task) throw new EngineError('NOT_FOUND', `no user task with the key ${taskKey} is open`);
    try {
      await connection.command('CompleteJob', (client) => client.completeJob({ jobKey: taskKey, variables: asDocument(variables) }), { repeatable: true });
    } catch (error) {
      // An earlier try may have got through: then its element is still there, held by our listener, or was told to be done.
      if (!isCode(error, 'NOT_FOUND')) throw error;
      if (!(await presence.isThere(task.elementInstanceKey))) {
        await presence.check(engineId, task.processInstanceKey);
        throw error;
      }
    }
    pace.nudge();
    const moment = { engineId, at: now(), model: (await resources.model(engineId, task.processDefinitionKey)) ?? new Map() };
    await journal.tell({
      engineId,
      processInstanceKey: task.processInstanceKey,
      tell: (open) => (open.remove(task) ? [{ kind: 'userTaskClosed', taskKey, outcome: 'completed', ...elementPlace(moment, task) }] : []),
    });
  }

  async #find(engineId: string, taskKey: Key): Promise<OpenThing | undefined> {
    const { rows } = await this.#parts.database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'task' and key = $2`, [engineId, taskKey]);
    return rows[0];
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

