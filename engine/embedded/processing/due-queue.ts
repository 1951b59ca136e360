import type { Key } from '@gbc/engine';

export interface DueItem {
  readonly at: Date;
  readonly kind: 'timer' | 'job' | 'message';
  readonly key: Key;
}

/** Times to wake at, soonest first and of the same time the oldest key: a binary heap. An item whose row has gone is found out when its time comes. */
export class DueQueue {
  #heap: DueItem[] = [];

  /** The soonest time. */
  get next(): Date | undefined {
    return this.#heap[0]?.at;
  }

  get size(): number {
    return this.#heap.length;
  }

  push(item: DueItem): void {
    this.#heap.push(item);
    for (let n = this.#heap.length - 1; n > 0; ) {
      const parent = (n - 1) >> 1;
      if (!this.#isBefore(n, parent)) break;
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

  /** Keeps only what `keeps` says. */
  filter(keeps: (item: DueItem) => boolean): void {
    const kept = this.#heap.filter(keeps);
    this.#heap = [];
    for (const item of kept) this.push(item);
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
      const sooner = right < this.#heap.length && this.#isBefore(right, left) ? right : left;
      if (sooner >= this.#heap.length || !this.#isBefore(sooner, n)) break;
      this.#swap(n, sooner);
      n = sooner;
    }
    return first;
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a] as DueItem, this.#heap[b] as DueItem];
    return one.at < other.at || (one.at.getTime() === other.at.getTime() && one.key < other.key);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b] as DueItem, this.#heap[a] as DueItem];
  }
}
