import { EngineError, type Job, type JobOutcome, type JobWorker, type Key, type OpenWorker, type Variables } from '@gbc/engine';
import type { JobRow } from '../state/rows.ts';
import { activateJobs, completeJob, failJob, throwJobError } from '../transition/job.ts';
import type { Step } from '../transition/step.ts';
import { checkVariables } from '../variables-limit.ts';
import type { Transition } from './group-commit.ts';

const timeoutMsDefault = 30_000;
const jobsActiveMaxDefault = 8;
const backoffMsFirst = 1000;
const backoffMsMax = 60_000;

/** 1 s, doubled with each failure, 60 s at most. */
const backoffMsDefault = (failures: number) => Math.min(backoffMsFirst * 2 ** (failures - 1), backoffMsMax);

/** One activation of a job; a job that times out and is given out again is another. */
interface Activation {
  readonly row: JobRow;
  readonly done: Promise<void>;
}

interface Open {
  readonly worker: JobWorker;
  readonly inHand: Set<Activation>;
  closing: boolean;
}

export interface JobWorkersOptions {
  readonly engineId: () => string;
  readonly submit: <Result>(command: string, transition: Transition<Result>) => Promise<Result>;
  /** Answers when the engine takes commands again; false where it is closed for good. */
  readonly available: () => Promise<boolean>;
  readonly onError: (error: Error) => void;
}

const isCurrent = (step: Step, { jobKey, dueAt }: JobRow) => {
  const now = step.state.jobs.get(jobKey);
  return now?.state === 'ACTIVATED' && now.dueAt?.getTime() === dueAt?.getTime();
};

function select(variables: Variables, names: readonly string[] | undefined): Variables {
  return names ? Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name))) : variables;
}

/** Gives jobs to handlers in this process. Jobs are handed out with the commit that makes them, so there is nothing to poll. */
export class JobWorkers {
  readonly #options: JobWorkersOptions;
  readonly #open = new Set<Open>();

  constructor(options: JobWorkersOptions) {
    this.#options = options;
  }

  open(worker: JobWorker): OpenWorker {
    const open: Open = { worker, inHand: new Set(), closing: false };
    this.#open.add(open);
    this.#look();
    return {
      close: async () => {
        open.closing = true;
        await Promise.all(Array.from(open.inHand, ({ done }) => done));
        this.#open.delete(open);
      },
    };
  }

  /** True where a handler of this process is at work on the job. */
  hasInHand(jobKey: Key): boolean {
    return [...this.#open].some(({ inHand }) => [...inHand].some(({ row }) => row.jobKey === jobKey));
  }

  /** Activates jobs for workers with room; the answer starts their handlers. An activation that timed out takes no room. */
  activate(step: Step): () => void {
    const starts: (() => void)[] = [];
    for (const open of this.#open) {
      if (open.closing) continue;
      const { worker, inHand } = open;
      const busy = [...inHand].filter(({ row }) => isCurrent(step, row)).length;
      const count = (worker.jobsActiveMax ?? jobsActiveMaxDefault) - busy;
      if (count <= 0) continue;
      for (const row of activateJobs(step, { type: worker.type, count, timeoutMs: worker.timeoutMs ?? timeoutMsDefault })) {
        const job = this.#toJob(step, row, worker);
        starts.push(() => this.#start(open, row, job));
      }
    }
    return () => starts.forEach((start) => start());
  }

  /** Takes no new jobs anywhere and waits for those in hand. */
  async close(): Promise<void> {
    for (const open of this.#open) open.closing = true;
    await Promise.all([...this.#open].flatMap(({ inHand }) => Array.from(inHand, ({ done }) => done)));
  }

  #toJob(step: Step, row: JobRow, worker: JobWorker): Job {
    const { jobKey, type, processInstanceKey, processDefinitionKey, elementId, elementInstanceKey, headers, retries } = row;
    const processId = step.state.processDefinitions.get(processDefinitionKey)?.processId ?? '';
    const variables = select(step.state.visibleVariables(elementInstanceKey), worker.fetchVariables);
    const engineId = this.#options.engineId();
    return { engineId, jobKey, type, processInstanceKey, processDefinitionKey, processId, elementId, elementInstanceKey, headers, variables, retries };
  }

  #start(open: Open, row: JobRow, job: Job): void {
    const done = this.#handle(open.worker, row, job).then((answer) => {
      open.inHand.delete(activation);
      return this.#answer(job, answer);
    });
    const activation: Activation = { row, done };
    open.inHand.add(activation);
  }

  /** Runs the handler and says what to tell the engine. It never rejects. */
  async #handle({ handle, backoffMs = backoffMsDefault }: JobWorker, row: JobRow, job: Job): Promise<Transition<void>> {
    try {
      return toTransition(job.jobKey, await handle(job));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const failure = { retries: row.retries - 1, backoffMs: backoffMs(row.failures + 1), message };
      return (step) => {
        if (isCurrent(step, row)) failJob(step, job.jobKey, failure);
      };
    }
  }

  /** Tells the engine, again and again while it is unavailable: the handler's work is done and must not be lost. */
  async #answer(job: Job, answer: Transition<void>): Promise<void> {
    for (;;) {
      try {
        return await this.#options.submit('answerJob', answer);
      } catch (error) {
        if (!(error instanceof EngineError) || !error.mayRetry) return this.#refused(job, error as Error);
        if (!(await this.#options.available())) return;
      }
    }
  }

  /** The job was done by another or its instance has ended, which is in order; anything else is told. */
  #refused(job: Job, error: Error): void {
    if (error instanceof EngineError && (error.code === 'NOT_FOUND' || error.code === 'FAILED_PRECONDITION')) return;
    this.#options.onError(new Error(`job ${job.jobKey} of type ${job.type} could not be answered`, { cause: error }));
  }

  #look(): void {
    this.#options.submit('openWorker', () => undefined).catch(() => undefined); // unavailable: the next commit looks
  }
}

function toTransition(jobKey: Key, outcome: JobOutcome): Transition<void> {
  const variables = checkVariables(outcome.variables ?? {});
  if (outcome.kind === 'completed') return (step) => completeJob(step, jobKey, variables);
  const { errorCode, message } = outcome;
  return (step) => throwJobError(step, jobKey, { errorCode, message, variables });
}
