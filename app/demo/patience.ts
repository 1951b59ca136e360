import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;

/**
 * Asks again and again until `probe` answers something.
 * @throws Error naming what was waited for, after `patienceMs`; and what `probe` throws
 */
export async function until<T>(what: string, patienceMs: number, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s in vain: ${what}`);
    await sleep(pollMs);
  }
}
