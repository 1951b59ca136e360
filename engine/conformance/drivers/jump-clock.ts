import type { Clock } from '@gbc/engine-embedded';

interface Wake {
  readonly at: Date;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved, and then jumps over everything in between, as the real engine's does. */
export class JumpClock implements Clock {
  #now = new Date();
  readonly #wakes = new Set<Wake>();

  now(): Date {
    return new Date(this.#now);
  }

  wakeAt(at: Date, wake: () => void): () => void {
    const entry = { at, wake };
    this.#wakes.add(entry);
    return () => void this.#wakes.delete(entry);
  }

  jump(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }

  /** Wakes all whose time has come, the earliest first; answers whether there were any. */
  wakeDue(): boolean {
    const due = [...this.#wakes].filter(({ at }) => at <= this.#now).sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const entry of due) {
      if (!this.#wakes.delete(entry)) continue; // taken back by one that was woken before
      entry.wake();
    }
    return due.length > 0;
  }
}
