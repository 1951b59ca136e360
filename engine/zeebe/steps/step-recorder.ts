import { EngineError, type ProcessInstance, type Variables } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { isCode } from '../connection/engine-error.ts';
import { JobFeed } from '../connection/job-feed.ts';
import { callVariable, listenerJobTypes } from '../model/listener-matrix.ts';
import type { ModelIndex } from '../model/model-index.ts';
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
  /** Starts that only their creator can tell, under way. */
  readonly #starts = new Set<Promise<unknown>>();

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

  /**
   * Tells the start of an instance that begins at steps of its creator's choice: Zeebe calls no listener of its process then, so the answer to
   * the command is all that tells it. Other steps wait meanwhile, as its first one may come before the answer.
   */
  async startedAt(creating: Promise<ProcessInstance>, variables: Variables): Promise<ProcessInstance> {
    const telling = creating.then((instance) => this.#tellStart(instance, variables));
    this.#starts.add(telling);
    try {
      return await telling;
    } finally {
      this.#starts.delete(telling);
    }
  }

  async #tellStart(instance: ProcessInstance, variables: Variables): Promise<ProcessInstance> {
    const { dataSet, journal, now } = this.#parts;
    const { processInstanceKey, processDefinitionKey, processId, version } = instance;
    const place = { processInstanceKey, processDefinitionKey, processId, processVersion: version, elementId: processId, elementInstanceKey: processInstanceKey };
    const engineId = await dataSet.confirm();
    const moment = { engineId, at: now(), model: await this.#modelOf(engineId, place) };
    await journal.tell({ engineId, processInstanceKey, tell: (open) => instanceStarted(open, moment, { ...place, variables }, null) });
    return instance;
  }

  async #modelOf(engineId: string, { processDefinitionKey, processId, elementId }: Pick<ActivatedJob, 'processDefinitionKey' | 'processId' | 'elementId'>): Promise<ModelIndex> {
    const model = await this.#parts.resources.model(engineId, processDefinitionKey);
    if (!model) throw new EngineError('INTERNAL', `a step of a process that was not deployed from here: ${processId} ${elementId}`);
    return model;
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
    const { connection, dataSet, journal, pace, presence, now } = this.#parts;
    this.#inHand.add(job.jobKey);
    try {
      await Promise.allSettled(this.#starts);
      const engineId = await dataSet.confirm();
      const model = await this.#modelOf(engineId, job);
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
