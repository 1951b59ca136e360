import { EngineError } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { isCode } from '../connection/engine-error.ts';
import { JobFeed } from '../connection/job-feed.ts';
import { callVariable, listenerJobTypes } from '../model/listener-matrix.ts';
import type { Parts } from '../parts.ts';
import { elementEntered, elementLeft, instanceEnded, instanceStarted, type Moment } from './element-steps.ts';
import type { Step } from './journal.ts';
import { openColumns, type OpenThing } from './open-things.ts';

const listenerTimeoutMs = 30_000;
const pollMax = 200;
/** No variable is called so: none is sent. */
const noVariables = ['gbcNone'];

function stepOf(job: ActivatedJob, moment: Moment, caller: OpenThing | null): Step['tell'] {
  if (job.type === listenerJobTypes.started) return (open) => instanceStarted(open, moment, job, caller);
  if (job.type === listenerJobTypes.entered) return (open) => elementEntered(open, moment, job);
  if (job.elementId === job.processId) return (open) => instanceEnded(open, moment, job, 'completed');
  return (open) => elementLeft(open, moment, job);
}

/** Takes the jobs of the injected listeners: a step is committed with its event before the engine may go on with it. */
export class StepRecorder {
  readonly #parts: Parts;
  readonly #feeds: readonly JobFeed[];
  readonly #inHand = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { connection, pace, random } = parts;
    this.#feeds = Object.values(listenerJobTypes).map((type) => new JobFeed({
      connection, pace, random,
      request: { type, timeoutMs: listenerTimeoutMs, ...(type === listenerJobTypes.started ? {} : { fetchVariables: noVariables }) },
      room: () => pollMax,
      onJobs: (jobs) => {
        for (const job of jobs) if (!this.#inHand.has(job.jobKey)) parts.track(this.#record(job));
      },
    }));
  }

  async poll(): Promise<number> {
    const counts = await Promise.all(this.#feeds.map((feed) => feed.poll()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    for (const feed of this.#feeds) feed.close();
  }

  /** The open call that an instance says it comes from. */
  async #callerOf(engineId: string, { type, variables }: ActivatedJob): Promise<OpenThing | null> {
    const call = variables[callVariable];
    if (type !== listenerJobTypes.started || typeof call !== 'string') return null;
    const { rows } = await this.#parts.database.read<OpenThing>(`select ${openColumns} from zeebe_open where engine_id = $1 and kind = 'element' and key = $2`, [engineId, call]);
    return rows[0] ?? null;
  }

  /** A step that can't be recorded stays undone: its job times out and comes again, and its process waits. */
  async #record(job: ActivatedJob): Promise<void> {
    const { connection, dataSet, journal, pace, presence, resources, now } = this.#parts;
    this.#inHand.add(job.jobKey);
    try {
      const engineId = await dataSet.confirm();
      const model = await resources.model(engineId, job.processDefinitionKey);
      if (!model) throw new EngineError('INTERNAL', `a step of a process that was not deployed from here: ${job.processId} ${job.elementId}`);
      const facts = model.get(job.elementId);
      if (job.type === listenerJobTypes.left && facts?.interrupts) await presence.check(engineId, job.processInstanceKey);
      const { processInstanceKey, jobKey } = job;
      await journal.tell({ engineId, processInstanceKey, jobKey, tell: stepOf(job, { engineId, at: now(), model }, await this.#callerOf(engineId, job)) });
      await dataSet.mustBe(engineId);
      const isCall = job.type === listenerJobTypes.entered && facts?.elementType === 'callActivity';
      const variables = isCall ? { [callVariable]: job.elementInstanceKey } : {};
      await connection.command('CompleteJob', (client) => client.completeJob({ jobKey, variables }), { repeatable: true });
      pace.nudge();
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND')) throw error; // it was done before, or its instance is gone
    } finally {
      this.#inHand.delete(job.jobKey);
    }
  }
}
