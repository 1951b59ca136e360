import type { ActivatedJob } from './activated-job.ts';
import { backoffMs, type Connection, type JobRequest, type JobStream } from './connection.ts';
import type { Pace } from './pace.ts';

export interface JobFeedOptions {
  readonly connection: Connection;
  readonly pace: Pace;
  readonly request: JobRequest;
  /** How many more jobs are wanted now; at 0 nothing is polled and the stream is not read. */
  readonly room: () => number;
  /** May hear of a job again once it has timed out. */
  readonly onJobs: (jobs: ActivatedJob[]) => void;
  readonly random: () => number;
}

const reopenMsMax = 5_000;

/** Jobs of one type, by a stream and by polls, always both: a job that timed out is never pushed to a stream that is open. */
export class JobFeed {
  readonly #options: JobFeedOptions;
  readonly #endPolls: () => void;
  #stream: JobStream | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(options: JobFeedOptions) {
    this.#options = options;
    void this.#openStream();
    this.#endPolls = options.pace.follow(() => this.poll());
  }

  /** Fetches what waits now. @returns how many jobs came */
  async poll(): Promise<number> {
    const { connection, request, room, onJobs, pace } = this.#options;
    const wanted = room();
    if (wanted <= 0 || this.#isClosed) return 0;
    this.#stream?.resume();
    const count = await connection.poll(request, wanted, onJobs);
    if (count > 0) pace.nudge();
    return count;
  }

  /** Takes no more jobs. */
  close(): void {
    this.#isClosed = true;
    this.#endPolls();
    clearTimeout(this.#reopening);
    this.#stream?.close();
  }

  async #openStream(): Promise<void> {
    const { connection, request, room, onJobs } = this.#options;
    try {
      const stream = await connection.stream(request, (job) => {
        this.#failures = 0;
        onJobs([job]);
        if (room() <= 0) this.#stream?.pause();
      }, () => this.#reopenLater());
      if (this.#isClosed) return stream.close();
      this.#stream = stream;
    } catch {
      this.#reopenLater();
    }
  }

  #reopenLater(): void {
    this.#stream = undefined;
    if (this.#isClosed || this.#options.connection.isClosed) return;
    this.#reopening = setTimeout(() => void this.#openStream(), backoffMs(this.#failures++, this.#options.random(), 100, reopenMsMax)).unref();
  }
}
