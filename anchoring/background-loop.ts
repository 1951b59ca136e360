import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait before the next turn. */
export interface NextTurn {
  readonly waitMs: number;
}

/**
 * Runs `turn` again and again, one at a time, until stopped; each turn says how long to rest. `turn` handles its own
 * errors: what it throws ends the loop and is thrown by `stop`.
 */
export class BackgroundLoop {
  readonly #turn: () => Promise<NextTurn>;
  #stopping = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | undefined;

  constructor(turn: () => Promise<NextTurn>) {
    this.#turn = turn;
  }

  start(): void {
    if (this.#running) throw new Error('the loop runs already');
    this.#stopping = new AbortController();
    this.#running = this.#run();
    this.#running.catch(() => undefined); // stop() throws it
  }

  /** Ends a rest early. */
  wake(): void {
    this.#wake.abort();
  }

  /** Makes the turn under way the last one; for use by a turn itself. */
  end(): void {
    this.#stopping.abort();
    this.#wake.abort();
  }

  /** Ends the loop and waits for the turn under way. */
  async stop(): Promise<void> {
    this.end();
    await this.#running;
    this.#running = undefined;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController();
      const { waitMs } = await this.#turn();
      if (waitMs > 0 && !this.#stopping.signal.aborted) await sleep(waitMs, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    }
  }
}
