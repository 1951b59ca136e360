import { EngineError, type Key } from '@gbc/engine';
import { timeOutJob } from '../transition/job.ts';
import type { Transition } from './group-commit.ts';
import type { ActivatedJob, JobDistribution, JobTaker } from './job-distribution.ts';

/** What a client's worker asks for. */
export interface JobRequest {
  readonly type: string;
  /** The worker's name, as the client gives it. */
  readonly worker: string;
  /** How long a job is its own. */
  readonly timeoutMs: number;
  /** Only these variables; left out, all that the element sees. */
  readonly fetchVariables?: readonly string[];
  /** Most bytes of jobs in one answer. */
  readonly sizeBytesMax: number;
}

export interface JobPoll extends JobRequest {
  readonly maxJobs: number;
  /** How long to wait for a job where none is there; 0 or less doesn't wait. */
  readonly waitMs: number;
}

/** Who reads a stream of jobs. */
export interface JobConsumer {
  /** How many jobs it can take now. */
  demand(): number;
  deliver(jobs: readonly ActivatedJob[]): void;
}

export interface JobStream {
  /** Demand has grown. */
  ready(): void;
  close(): void;
}

export interface RemoteWorkersOptions {
  readonly distribution: JobDistribution;
  readonly submit: <Result>(command: string, transition: Transition<Result>) => Promise<Result>;
  /** Answers when waiting jobs were looked for. UNAVAILABLE: the engine takes no commands now. */
  readonly looked: () => Promise<void>;
}

function check({ type, timeoutMs }: JobRequest): void {
  const refuse = (what: string) => new EngineError('INVALID_ARGUMENT', `Expected to activate job batch with ${what}`);
  if (timeoutMs <= 0) throw refuse(`timeout to be greater than zero, but it was '${timeoutMs}'`);
  if (type === '') throw refuse('type to be present, but it was blank');
}

/** Gives jobs to workers outside: those who poll and those who keep a stream open. */
export class RemoteWorkers {
  readonly #options: RemoteWorkersOptions;
  readonly #polls = new Set<() => void>();

  constructor(options: RemoteWorkersOptions) {
    this.#options = options;
  }

  /**
   * Up to `maxJobs` jobs as soon as there is one, or none after `waitMs`. With `gone` aborted nothing is taken any more.
   * INVALID_ARGUMENT: no type, timeout or number of jobs.
   */
  async poll(request: JobPoll, gone: AbortSignal): Promise<readonly ActivatedJob[]> {
    const { maxJobs, waitMs } = request;
    if (maxJobs <= 0) throw new EngineError('INVALID_ARGUMENT', `Expected to activate job batch with max jobs to activate to be greater than zero, but it was '${maxJobs}'`);
    check(request);
    const { distribution, looked } = this.#options;
    const answer = Promise.withResolvers<readonly ActivatedJob[]>();
    let open = true;
    const taker: JobTaker = {
      ...takerOf(request),
      demand: () => (open ? maxJobs : 0),
      deliver: (jobs) => (open ? end(jobs) : this.#release(jobs)),
    };
    const end = (jobs: readonly ActivatedJob[]) => {
      open = false;
      distribution.remove(taker);
      this.#polls.delete(endEmpty);
      clearTimeout(timer);
      gone.removeEventListener('abort', endEmpty);
      answer.resolve(jobs);
    };
    const endEmpty = () => end([]);
    const timer = waitMs > 0 ? setTimeout(endEmpty, waitMs) : undefined;
    gone.addEventListener('abort', endEmpty);
    this.#polls.add(endEmpty);
    distribution.add(taker);
    if (gone.aborted) endEmpty();
    looked().then(() => waitMs <= 0 && endEmpty(), (error: Error) => {
      answer.reject(error);
      endEmpty();
    });
    return answer.promise;
  }

  /** Gives jobs to `consumer` as they come, also those that wait already. INVALID_ARGUMENT: no type or timeout. */
  stream(request: JobRequest, consumer: JobConsumer): JobStream {
    check(request);
    const { distribution, looked } = this.#options;
    let open = true;
    const taker: JobTaker = {
      ...takerOf(request),
      demand: () => (open ? consumer.demand() : 0),
      deliver: (jobs) => (open ? consumer.deliver(jobs) : this.#release(jobs)),
    };
    const ready = () => void looked().catch(() => undefined); // unavailable: the next commit looks
    distribution.add(taker);
    ready();
    return {
      ready,
      close: () => {
        open = false;
        distribution.remove(taker);
      },
    };
  }

  /** Ends all polls with nothing. */
  close(): void {
    for (const endEmpty of [...this.#polls]) endEmpty();
  }

  /** Jobs whose taker has gone between the command and its commit are given to others at once. */
  #release(jobs: readonly ActivatedJob[]): void {
    const keys: readonly Key[] = jobs.map(({ jobKey }) => jobKey);
    this.#options.submit('releaseJobs', (step) => keys.forEach((key) => timeOutJob(step, key))).catch(() => undefined); // else they time out
  }
}

function takerOf({ type, worker, timeoutMs, fetchVariables, sizeBytesMax }: JobRequest): Omit<JobTaker, 'demand' | 'deliver'> {
  return { type, worker, timeoutMs, fetchVariables: fetchVariables?.length ? fetchVariables : undefined, sizeBytesMax };
}
