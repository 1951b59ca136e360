import { randomNumbers } from '../random-numbers.ts';
import type { Victim } from './plan.ts';

/** How one kill comes about; the same for the same seed and number. */
export type KillChoice =
  /** At a moment between two writes, of the writer and whoever is killed with it; while the product starts, or once it serves. */
  | { readonly kind: 'atWrite'; readonly while: 'starting' | 'serving'; readonly victims: readonly (Victim | 'writer')[]; readonly skip: number }
  /** At any time. */
  | { readonly kind: 'atTime'; readonly while: 'starting' | 'serving'; readonly victims: readonly Victim[]; readonly delayMs: number };

/** By far the most of a kill's time is the start of the product's process afterwards: of the kills that cut a write of the database, most leave it alive. */
const atWriteVictims: readonly (readonly (Victim | 'writer')[])[] = [
  ['writer'], ['writer'], ['writer'], ['postgres', 'writer'], ['postgresTree', 'bank', 'evmNode', 'writer'],
  ['postgres'], ['postgres'], ['postgres'], ['postgresTree'], ['postgresTree'], ['postgresTree'], ['postgresTree', 'bank'],
];

const atTimeVictims: readonly (readonly Victim[])[] = [
  ['parent'], ['parent'], ['parent', 'postgres'], ['parent', 'bank', 'evmNode'], ['parent', 'postgresTree', 'bank', 'evmNode'],
  ['postgres'], ['postgres'], ['postgres'], ['postgresTree'], ['postgresTree'], ['postgres', 'bank'], ['postgresTree', 'evmNode'],
  ['bank'], ['bank'], ['bank'], ['evmNode'], ['evmNode'], ['bank', 'evmNode'],
];

/** From the spawn until it serves, and from then on until most that it does in the background has begun, on an idle machine. */
const startingMs = 1_600;
const servingMs = 900;
const longServingMs = 4_000;

/** How the kill with this number of a run with this seed comes about. */
export function chooseKill(seed: number, number: number): KillChoice {
  const random = randomNumbers(seed + number * 104_729);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const isStarting = random() < 0.06;
  if (random() < 0.65) {
    const victims = pick(atWriteVictims);
    return { kind: 'atWrite', while: isStarting && victims.includes('writer') ? 'starting' : 'serving', victims, skip: Math.floor(random() ** 3 * 4) };
  }
  if (isStarting) return { kind: 'atTime', while: 'starting', victims: ['parent', ...pick(atTimeVictims).filter((victim) => victim !== 'parent')], delayMs: Math.floor(random() * startingMs) };
  return { kind: 'atTime', while: 'serving', victims: pick(atTimeVictims), delayMs: Math.floor(random() * (random() < 0.15 ? longServingMs : servingMs)) };
}
