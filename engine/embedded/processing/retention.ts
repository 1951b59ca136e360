import type { Database } from '@gbc/prisma';
import type { Clock } from '../clock.ts';
import { sweepRecords } from '../store/sweep.ts';

const intervalMsMax = 600_000;
/** So often within a retention is looked for what it has ended for, if that is oftener. */
const looksPerRetention = 24;

export interface RetentionOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** How long after the end of an instance its records are kept. */
  readonly retentionMs: number;
  readonly onError: (error: Error) => void;
}

/** Sweeps away, in the background, records that were kept long enough. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const intervalMs = Math.min(intervalMsMax, Math.max(1, this.#options.retentionMs / looksPerRetention));
    this.#timer ??= setInterval(() => void this.sweep().catch((error: Error) => this.#report(error)), intervalMs).unref();
  }

  /** Deletes now what was kept long enough; joins a sweep that is under way. */
  sweep(): Promise<void> {
    const { database, clock, retentionMs } = this.#options;
    const before = new Date(Math.max(0, clock.now().getTime() - retentionMs));
    this.#sweeping ??= sweepRecords(database, before, this.#stopping.signal).finally(() => (this.#sweeping = undefined));
    return this.#sweeping;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await this.#sweeping?.catch(() => undefined); // told to who asked for it
  }

  #report(error: Error): void {
    this.#options.onError(new Error('old records could not be swept away yet', { cause: error }));
  }
}
