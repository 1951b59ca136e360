import type { Clock } from '../clock.ts';

interface Wake {
  readonly at: Date;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now: Date;
  readonly #wakes = new Set<Wake>();

  constructor(now = new Date('2026-03-02T01:00:00Z')) {
    this.#now = now;
  }

  now(): Date {
    return new Date(this.#now);
  }

  wakeAt(at: Date, wake: () => void): () => void {
    const entry = { at, wake };
    this.#wakes.add(entry);
    return () => void this.#wakes.delete(entry);
  }

  /** Goes on by `ms` at once, over everything that something waits for in between; `wakeDue` tells those. */
  jump(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }

  /** Wakes all whose time has come, the earliest first; answers whether there were any. */
  wakeDue(): boolean {
    const due = this.#dueBy(this.#now);
    for (const entry of due) {
      if (this.#wakes.delete(entry)) entry.wake(); // else taken back by one that was woken before
    }
    return due.length > 0;
  }

  /** Goes on by `ms`, stopping at every time that something waits for; `settle` waits until that is done. */
  async advance(ms: number, settle: () => Promise<void>): Promise<void> {
    const until = new Date(this.#now.getTime() + ms);
    await settle();
    for (let [wake] = this.#dueBy(until); wake; [wake] = this.#dueBy(until)) {
      this.#wakes.delete(wake);
      if (wake.at > this.#now) this.#now = wake.at;
      wake.wake();
      await settle();
    }
    this.#now = until;
  }

  #dueBy(until: Date): Wake[] {
    return [...this.#wakes].filter(({ at }) => at <= until).sort((a, b) => a.at.getTime() - b.at.getTime());
  }
}
