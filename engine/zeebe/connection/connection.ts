import { Camunda8 } from '@camunda8/sdk';
import { EngineError } from '@gbc/engine';
import { toEngineError } from './engine-error.ts';
import { type ActivatedJob, parseJob, type RawJob } from './activated-job.ts';

/** `host:port`, and what a sign-in takes; all else the SDK reads from its own environment variables (`CAMUNDA_*`). */
export interface ConnectionOptions {
  /** `host:port`, or with a scheme, `grpc://` without and `grpcs://` with TLS. */
  readonly address: string;
  readonly random: () => number;
  readonly now?: () => Date;
  /** Told when it begins, or ceases, to answer. */
  readonly onChange?: (isAnswering: boolean) => void;
  /** Told of a call that failed and is tried again. */
  readonly onRetry: (call: string, error: EngineError) => void;
}

type Client = ReturnType<Camunda8['getZeebeGrpcApiClient']>;

export interface JobRequest {
  readonly type: string;
  readonly timeoutMs: number;
  /** Left out, all that the job's element sees. */
  readonly fetchVariables?: readonly string[];
}

/** An open stream of jobs. */
export interface JobStream {
  /** While paused no more is read; what the gateway can't push it gives to others. */
  pause(): void;
  resume(): void;
  close(): void;
}

const workerName = 'gbc-union';
const commandTimeoutMs = 20_000;
/** A deployment compiles every model of it; on an engine that has only just begun that takes its time. */
export const deploymentTimeoutMs = 90_000;
/** Within so long a command that may be repeated is tried again. */
const retryForMs = 6_000;
const firstRetryMs = 100;
const lastRetryMs = 2_000;

/** Waits that double, up to a limit, each cut by up to half at random so that many don't return together. */
export function backoffMs(attempt: number, random: number, firstMs = firstRetryMs, lastMs = lastRetryMs): number {
  return Math.min(lastMs, firstMs * 2 ** attempt) * (1 - random / 2);
}

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());

/** Without a sign-in that the environment names, there is none. */
function openClient(address: string): Client {
  const isSignIn = process.env['CAMUNDA_AUTH_STRATEGY'] !== undefined || process.env['ZEEBE_CLIENT_ID'] !== undefined;
  return new Camunda8({
    ZEEBE_GRPC_ADDRESS: address.includes('://') ? address : `grpc://${address}`,
    ...(isSignIn ? {} : { CAMUNDA_AUTH_STRATEGY: 'NONE' as const }),
    // The adapter tries again by itself: it knows which commands may be repeated.
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE', ZEEBE_GRPC_CLIENT_RETRY: false },
  }).getZeebeGrpcApiClient();
}

async function withinTime<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EngineError('DEADLINE_EXCEEDED', `no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls of the SDK's client, their failures as EngineErrors, and its jobs. */
export class Connection {
  readonly #client: Client;
  readonly #options: ConnectionOptions;
  #isClosed = false;
  #isAnswering = true;
  #since: Date;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#since = this.#now();
    this.#client = openClient(options.address);
  }

  /** Whether the last call was answered, by a refusal too, and since when it has been so. */
  get status(): { readonly isAnswering: boolean; readonly since: Date } {
    return { isAnswering: this.#isAnswering, since: this.#since };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** One try. Throws EngineError; UNAVAILABLE and DEADLINE_EXCEEDED leave open whether it was obeyed. */
  async once<T>(work: (client: Client) => Promise<T>, timeoutMs = commandTimeoutMs): Promise<T> {
    if (this.#isClosed) throw new EngineError('UNAVAILABLE', 'the engine\'s connection is closed');
    try {
      const answer = await withinTime(work(this.#client), timeoutMs);
      this.#noteAnswer(true);
      return answer;
    } catch (error) {
      const failure = toEngineError(error);
      this.#noteAnswer(failure.code !== 'UNAVAILABLE' && failure.code !== 'DEADLINE_EXCEEDED');
      throw failure;
    }
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #noteAnswer(isAnswering: boolean): void {
    if (isAnswering === this.#isAnswering || this.#isClosed) return;
    this.#isAnswering = isAnswering;
    this.#since = this.#now();
    this.#options.onChange?.(isAnswering);
  }

  /**
   * Tries again with back-off and jitter, six seconds long. `repeatable`: also where the outcome is unknown; else only what the
   * engine refused for its load, which it has not begun.
   */
  async command<T>(name: string, work: (client: Client) => Promise<T>, { repeatable, timeoutMs }: { readonly repeatable: boolean; readonly timeoutMs?: number }): Promise<T> {
    const untilMs = performance.now() + retryForMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.once(work, timeoutMs);
      } catch (error) {
        const failure = error as EngineError;
        const waitMs = backoffMs(attempt, this.#options.random());
        const mayRepeat = failure.code === 'RESOURCE_EXHAUSTED' || (repeatable && failure.mayRetry);
        if (!mayRepeat || this.#isClosed || performance.now() + waitMs > untilMs) throw failure;
        this.#options.onRetry(name, failure);
        await sleep(waitMs);
      }
    }
  }

  /**
   * Jobs that wait now, at most so many; doesn't wait for any. They are handed on as they come, also where the answer's end is late: the
   * engine has given them out, and would hold them back until they time out. @returns how many came
   */
  async poll({ type, timeoutMs, fetchVariables = [] }: JobRequest, jobsMax: number, onJobs: (jobs: ActivatedJob[]) => void): Promise<number> {
    return this.once(async (client) => {
      // The SDK's own poll answers numbers of its own kind; its wire client gives the JSON as it came.
      const wire = await client['grpc'];
      const call = await wire.activateJobsStream({
        type, worker: workerName, timeout: timeoutMs, maxJobsToActivate: jobsMax, requestTimeout: -1, fetchVariable: [...fetchVariables], tenantIds: [],
      } as never);
      return new Promise<number>((resolve, reject) => {
        let count = 0;
        if (!call || 'error' in call && call.error) return reject(call?.error ?? new EngineError('UNAVAILABLE', 'the connection is closing'));
        call.on('data', (answer: { jobs: RawJob[] }) => {
          count += answer.jobs.length;
          onJobs(answer.jobs.map(parseJob));
        });
        call.on('error', reject);
        call.on('end', () => resolve(count));
      });
    });
  }

  /** Opens a stream of new jobs. `onEnd` is called once, when it breaks off or is closed. */
  async stream({ type, timeoutMs, fetchVariables = [] }: JobRequest, onJob: (job: ActivatedJob) => void, onEnd: () => void): Promise<JobStream> {
    return this.once(async (client) => {
      // The SDK's worker neither tells that its stream broke off nor opens it anew.
      const wire = await client['grpc'];
      const call = await wire.streamActivatedJobsStream({ type, worker: workerName, timeout: timeoutMs, fetchVariable: [...fetchVariables], tenantIds: [] });
      if (!call || 'error' in call) throw new EngineError('UNAVAILABLE', 'no stream of jobs could be opened');
      call.on('data', (job: RawJob) => onJob(parseJob(job)));
      call.on('error', () => undefined); // its close follows
      call.once('close', onEnd);
      return { pause: () => void call.pause(), resume: () => void call.resume(), close: () => call.cancel() };
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client.close().catch(() => undefined);
  }
}
