const soonMs = 50;

/**
 * When to poll besides the streams: soon after anything moved, and less and less often while nothing does. A stream may leave a
 * job out: one that timed out, one that was made while the stream was being opened, one that found its client busy.
 */
export class Pace {
  readonly #slowMs: number;
  readonly #polls = new Set<() => void>();
  #delayMs = soonMs;

  /** @param slowMs the longest wait between two polls */
  constructor(slowMs: number) {
    this.#slowMs = slowMs;
  }

  /** Something moved: jobs may come of it. */
  nudge(): void {
    if (this.#delayMs <= soonMs) return;
    this.#delayMs = soonMs;
    for (const poll of this.#polls) poll();
  }

  /** Calls `poll` again and again, each time when the last has ended. @returns what ends it */
  follow(poll: () => Promise<unknown>): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isPolling = false;
    let isEnded = false;
    const later = () => {
      clearTimeout(timer);
      if (!isEnded && !isPolling) timer = setTimeout(() => void run(), this.#delayMs).unref();
    };
    const run = async () => {
      isPolling = true;
      await poll().catch(() => undefined);
      isPolling = false;
      this.#delayMs = Math.min(this.#slowMs, this.#delayMs * (1 + 1 / Math.max(1, this.#polls.size)));
      later();
    };
    this.#polls.add(later);
    void run();
    return () => {
      isEnded = true;
      clearTimeout(timer);
      this.#polls.delete(later);
    };
  }
}
