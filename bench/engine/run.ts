import type { Key } from '@gbc/engine';

/** Something that instances can be run on. */
export interface Target {
  /** Starts an instance and answers its key. */
  create(): Promise<Key>;
  /** Answers when nothing of what was started runs any more. */
  idle(): Promise<void>;
}

/** Tells the starters of instances when the last job of theirs was worked on. */
export class LastJobs {
  readonly #waiting = new Map<Key, () => void>();
  /** Last jobs done before anybody knew their instance. */
  readonly #early = new Set<Key>();

  done(processInstanceKey: Key): void {
    const resolve = this.#waiting.get(processInstanceKey);
    this.#waiting.delete(processInstanceKey);
    if (resolve) resolve();
    else this.#early.add(processInstanceKey);
  }

  of(processInstanceKey: Key): Promise<void> {
    if (this.#early.delete(processInstanceKey)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(processInstanceKey, resolve));
  }
}

/** Runs `count` instances to their ends, so many at once; answers how many a second. */
export async function instancesPerSecond(target: Target, lastJobs: LastJobs, count: number, atOnce: number): Promise<number> {
  let left = count;
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left > 0) {
      left -= 1;
      await lastJobs.of(await target.create());
    }
  }));
  await target.idle();
  return (count * 1000) / (performance.now() - startedMs);
}
