import type { Key } from '@gbc/engine';

/** Zeebe's keys of partition 1 begin here; all stay 16 digits long for a very long time, so that they also sort as text. */
export const firstKey = 2 ** 51 + 1;

/** Gives out keys. It never goes back, not even over a commit that failed, so no key is ever used twice. */
export class KeySource {
  #next: number;

  constructor(next: number) {
    this.#next = next;
  }

  take(): Key {
    const key = String(this.#next);
    this.#next += 1;
    return key;
  }

  /** The first key that was not given out; stored with every commit. */
  get next(): number {
    return this.#next;
  }

  /** Skips what the database says was given out. */
  skipTo(next: number): void {
    this.#next = Math.max(this.#next, next);
  }
}
