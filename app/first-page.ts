import { setTimeout as sleep } from 'node:timers/promises';

/** From listening until a browser has had the first page, on a slow machine. */
const firstPageMs = 1_000;

/**
 * What a start sets going but no page waits for begins after this, so that it doesn't take the processor from the first page. Answers false,
 * and at once, when `signal` stops it.
 */
export function afterFirstPage(signal: AbortSignal): Promise<boolean> {
  return sleep(firstPageMs, true, { signal }).catch(() => false);
}
