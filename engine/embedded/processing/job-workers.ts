import { EngineError, type Job, type JobOutcome, type JobWorker, type Key, type OpenWorker } from '@gbc/engine';
import { completeJob, failJob, throwJobError } from '../transition/job.ts';
import type { Step } from '../transition/step.ts';
import { checkVariables } from '../variables-limit.ts';
import type { Transition } from './group-commit.ts';
import type { ActivatedJob, JobDistribution, JobTaker } from './job-distribution.ts';

const timeoutMsDefault = 30_000;
const jobsActiveMaxDefault = 8;
const backoffMsFirst = 1000;
const backoffMsMax = 60_000;

/** 1 s, doubled with each failure, 60 s at most. */
const backoffMsDefault = (failures: number) => Math.min(backoffMsFirst * 2 ** (failures - 1), backoffMsMax);

/** One activation of a job; a job that times out and is given out again is another. */
interface Activation {
  readonly job: ActivatedJob;
  readonly done: Promise<void>;
}

interface Open {
  readonly worker: JobWorker;
  readonly inHand: Set<Activation>;
  closing: boolean;
}

export interface JobWorkersOptions {
  readonly distribution: JobDistribution;
  readonly submit: <Result>(command: string, transition: Transition<Result>) => Promise<Result>;
  /** Looks for waiting jobs soon. */
  readonly look: () => void;
  /** Answers when the engine takes commands again; false where it is closed for good. */
  readonly available: () => Promise<boolean>;
  readonly onError: (error: Error) => void;
}

const isCurrent = (step: Step, { jobKey, deadline }: ActivatedJob) => {
  const now = step.state.jobs.get(jobKey);
  return now?.state === 'ACTIVATED' && now.dueAt?.getTime() === deadline.getTime();
};

/** Gives jobs to handlers in this process. */
export class JobWorkers {
  readonly #options: JobWorkersOptions;
  readonly #open = new Set<Open>();

  constructor(options: JobWorkersOptions) {
    this.#options = options;
  }

  open(worker: JobWorker): OpenWorker {
    const { distribution, look } = this.#options;
    const open: Open = { worker, inHand: new Set(), closing: false };
    const taker = this.#takerOf(open);
    this.#open.add(open);
    distribution.add(taker);
    look();
    return {
      close: async () => {
        open.closing = true;
        distribution.remove(taker);
        await Promise.all(Array.from(open.inHand, ({ done }) => done));
        this.#open.delete(open);
      },
    };
  }

  /** True where a handler of this process is at work on the job. */
  hasInHand(jobKey: Key): boolean {
    return [...this.#open].some(({ inHand }) => [...inHand].some(({ job }) => job.jobKey === jobKey));
  }

  /** Takes no new jobs anywhere and waits for those in hand. */
  async close(): Promise<void> {
    for (const open of this.#open) open.closing = true;
    await Promise.all([...this.#open].flatMap(({ inHand }) => Array.from(inHand, ({ done }) => done)));
  }

  /** An activation that timed out takes no room. */
  #takerOf(open: Open): JobTaker {
    const { type, timeoutMs = timeoutMsDefault, jobsActiveMax = jobsActiveMaxDefault, fetchVariables } = open.worker;
    return {
      type, worker: null, timeoutMs, fetchVariables, sizeBytesMax: undefined,
      demand: (step) => (open.closing ? 0 : jobsActiveMax - [...open.inHand].filter(({ job }) => isCurrent(step, job)).length),
      deliver: (jobs) => jobs.forEach((job) => this.#start(open, job)),
    };
  }

  #start(open: Open, job: ActivatedJob): void {
    const done = this.#handle(open.worker, job).then((answer) => {
      open.inHand.delete(activation);
      return this.#answer(job, answer);
    });
    const activation: Activation = { job, done };
    open.inHand.add(activation);
  }

  /** Runs the handler and says what to tell the engine. It never rejects. */
  async #handle({ handle, backoffMs = backoffMsDefault }: JobWorker, job: ActivatedJob): Promise<Transition<void>> {
    const { jobKey } = job;
    try {
      return toTransition(jobKey, await handle(job));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return (step) => {
        if (!isCurrent(step, job)) return;
        const failures = (step.state.jobs.get(jobKey)?.failures ?? 0) + 1;
        failJob(step, jobKey, { retries: job.retries - 1, backoffMs: backoffMs(failures), message });
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
}

function toTransition(jobKey: Key, outcome: JobOutcome): Transition<void> {
  const variables = checkVariables(outcome.variables ?? {});
  if (outcome.kind === 'completed') return (step) => completeJob(step, jobKey, variables);
  const { errorCode, message } = outcome;
  return (step) => throwJobError(step, jobKey, { errorCode, message, variables });
}
