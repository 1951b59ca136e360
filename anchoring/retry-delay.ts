import type { Environment } from '@gbc/events';

/** Wait before the nth try again (1, 2, ...): doubled each time up to `mostMs`, and a random half off, so that many don't knock together. */
export function retryDelayMs(env: Environment, failures: number, mostMs: number): number {
  const fullMs = Math.min(mostMs, 250 * 2 ** Math.min(failures, 20));
  const random = env.randomBytes(4).readUInt32BE() / 2 ** 32;
  return fullMs * (0.5 + random / 2);
}
