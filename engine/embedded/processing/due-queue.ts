import type { Key } from '@gbc/engine';

export interface DueItem {
  readonly at: Date;
  readonly kind: 'timer' | 'job' | 'message';
  readonly key: Key;
}

/** Times to wake at, soonest first: a binary heap. An item whose row has gone is found out when its time comes. */
export class DueQueue {
  #heap: DueItem[] = [];

  /** The soonest time. */
  get next(): Date | undefined {
    return this.#heap[0]?.at;
  }

  push(item: DueItem): void {
    this.#heap.push(item);
    for (let n = this.#heap.length - 1; n > 0; ) {
      const parent = (n - 1) >> 1;
      if (this.#at(parent) <= this.#at(n)) break;
      this.#swap(n, parent);
      n = parent;
    }
  }

  /** Takes out what is due at `now`. */
  takeDue(now: Date): DueItem[] {
    const due: DueItem[] = [];
    while (this.#heap[0] && this.#heap[0].at <= now) due.push(this.#takeFirst());
    return due;
  }

  clear(): void {
    this.#heap = [];
  }

  #takeFirst(): DueItem {
    const first = this.#heap[0] as DueItem;
    const last = this.#heap.pop() as DueItem;
    if (this.#heap.length === 0) return first;
    this.#heap[0] = last;
    for (let n = 0; ; ) {
      const [left, right] = [2 * n + 1, 2 * n + 2];
      const sooner = right < this.#heap.length && this.#at(right) < this.#at(left) ? right : left;
      if (sooner >= this.#heap.length || this.#at(n) <= this.#at(sooner)) break;
      this.#swap(n, sooner);
      n = sooner;
    }
    return first;
  }

  #at(n: number): number {
    return (this.#heap[n] as DueItem).at.getTime();
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b] as DueItem, this.#heap[a] as DueItem];
  }
}
