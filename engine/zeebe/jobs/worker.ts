import type { Job, JobOutcome, JobWorker, Key, OpenWorker } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';
import { asDocument } from '../connection/document.ts';
import { isCode } from '../connection/engine-error.ts';
import { JobFeed } from '../connection/job-feed.ts';
import type { Parts } from '../parts.ts';
import type { FailedJobs } from './failed-jobs.ts';

const defaultTimeoutMs = 30_000;
const defaultJobsActiveMax = 8;
const defaultBackoffMs = (failures: number) => Math.min(60_000, 1_000 * 2 ** (failures - 1));

interface Hand extends Job {
  readonly processVersion: number;
  /** Then the engine gives the job to another. */
  readonly untilMs: number;
}

/** Handles jobs of one type: at most so many at once, and none whose time has run out while it waited its turn. */
export class Worker implements OpenWorker {
  readonly #parts: Parts;
  readonly #failed: FailedJobs;
  readonly #options: JobWorker;
  readonly #timeoutMs: number;
  readonly #feed: JobFeed | undefined;
  readonly #inHand = new Map<Key, Hand>();
  readonly #running = new Set<Promise<void>>();
  readonly #failures = new Map<Key, number>();
  #queue: Hand[] = [];
  #isClosed = false;

  /** @param isFed its jobs are brought by `take`: it opens no feed of its own */
  constructor(parts: Parts, failed: FailedJobs, options: JobWorker, isFed: boolean) {
    this.#parts = parts;
    this.#failed = failed;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const { connection, pace, random } = parts;
    const { type, fetchVariables } = options;
    const request = { type, timeoutMs: this.#timeoutMs, ...(fetchVariables ? { fetchVariables } : {}) };
    if (!isFed) this.#feed = new JobFeed({ connection, pace, random, request, room: () => this.#room(), onJobs: (jobs) => this.take(jobs) });
  }

  async poll(): Promise<number> {
    return this.#isClosed ? 0 : (this.#feed?.poll() ?? 0);
  }

  take(jobs: readonly ActivatedJob[]): void {
    const engineId = this.#parts.dataSet.id;
    const untilMs = this.#parts.now().getTime() + this.#timeoutMs;
    for (const job of jobs) if (!this.#failed.has(job.jobKey)) this.#queue.push({ ...job, engineId, untilMs });
    this.#work();
  }

  /** Jobs that wait here are given back at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#feed?.close();
    const waiting = this.#queue.splice(0);
    await Promise.all(waiting.map(({ jobKey, retries }) => this.#send('FailJob', (client) => client.failJob({ jobKey, retries, retryBackOff: 0, errorMessage: 'given back' })).catch(() => undefined)));
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #expire(): void {
    const nowMs = this.#parts.now().getTime();
    for (const [key, { untilMs }] of this.#inHand) if (untilMs <= nowMs) this.#inHand.delete(key);
    this.#queue = this.#queue.filter(({ untilMs }) => untilMs > nowMs);
  }

  #room(): number {
    this.#expire();
    return (this.#options.jobsActiveMax ?? defaultJobsActiveMax) - this.#inHand.size - this.#queue.length;
  }

  #work(): void {
    this.#expire();
    while (!this.#isClosed && this.#queue.length > 0 && this.#inHand.size < (this.#options.jobsActiveMax ?? defaultJobsActiveMax)) {
      const hand = this.#queue.shift() as Hand;
      this.#inHand.set(hand.jobKey, hand);
      const running = this.#handle(hand).catch((error: Error) => this.#parts.onError(error)).finally(() => {
        this.#running.delete(running);
        if (this.#inHand.get(hand.jobKey) === hand) this.#inHand.delete(hand.jobKey);
        this.#work();
      });
      this.#running.add(running);
    }
  }

  async #handle(hand: Hand): Promise<void> {
    const { processVersion: _version, untilMs: _until, ...job } = hand;
    let outcome: JobOutcome;
    try {
      outcome = await this.#options.handle(job);
    } catch (error) {
      return this.#parts.track(this.#fail(hand, error instanceof Error ? error.message : String(error)));
    }
    const answer = this.#answer(hand, outcome);
    this.#parts.track(answer);
    await answer;
  }

  async #answer(hand: Hand, outcome: JobOutcome): Promise<void> {
    const { jobKey } = hand;
    const variables = asDocument(outcome.variables ?? {});
    this.#failures.delete(jobKey);
    await this.#forEngine(hand, () => (outcome.kind === 'completed'
      ? this.#send('CompleteJob', (client) => client.completeJob({ jobKey, variables }))
      : this.#send('ThrowError', (client) => client.throwError({ jobKey, errorCode: outcome.errorCode, errorMessage: outcome.message ?? '', variables }))));
  }

  async #fail(hand: Hand, errorMessage: string): Promise<void> {
    const { jobKey } = hand;
    if (hand.untilMs <= this.#parts.now().getTime()) return; // another has it
    const retries = hand.retries - 1;
    const failures = (this.#failures.get(jobKey) ?? 0) + 1;
    if (retries <= 0) {
      this.#failures.delete(jobKey);
      return this.#forEngine(hand, () => this.#failed.take(hand, errorMessage));
    }
    this.#failures.set(jobKey, failures);
    const retryBackOff = (this.#options.backoffMs ?? defaultBackoffMs)(failures);
    await this.#forEngine(hand, () => this.#send('FailJob', (client) => client.failJob({ jobKey, retries, retryBackOff, errorMessage })));
  }

  /** An answer that comes too late, or for a data set that is gone, changes nothing. */
  async #forEngine({ engineId }: Hand, work: () => Promise<void>): Promise<void> {
    try {
      await this.#parts.dataSet.mustBe(engineId);
      await work();
      this.#parts.pace.nudge();
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND', 'FAILED_PRECONDITION')) throw error;
    }
  }

  #send(name: string, work: Parameters<Parts['connection']['command']>[1]): Promise<void> {
    return this.#parts.connection.command(name, work, { repeatable: true }) as Promise<void>;
  }
}
