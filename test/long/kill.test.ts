/**
 * `npm run test:long`: 50 kills spread over the whole demo run, every step hit, the victims alone and together. The seed is
 * printed; `KILL_SEED=n npm run test:long` repeats a run. `KILL_COUNT` makes it shorter or longer.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { killableSteps, killAndResume, type Kill, type Victim } from '../journey/kill-and-resume.ts';

const seed = Number(process.env['KILL_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['KILL_COUNT'] ?? 50);

/** Mulberry32: small, and the same everywhere. @returns numbers from 0 to below 1 */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** About how long a step takes on two idle cores, so that kills fall within it. */
const durationMs: Readonly<Record<Kill['step'], number>> = {
  start: 5_000, seed: 2_500, deposit: 60, match: 350, draft: 150, submit: 150, reject: 300, resubmit: 300, review: 250, payout: 250, confirm: 300, prove: 5_000,
};

const victimSets: readonly (readonly Victim[])[] = [
  ['parent'], ['postgres'], ['evmNode'], ['parent', 'postgres'], ['parent', 'evmNode'], ['postgres', 'evmNode'], ['parent', 'postgres', 'evmNode'],
];

const random = randomNumbers(seed);
const kills = Array.from({ length: count }, (_, index): Kill => {
  const step = killableSteps[index % killableSteps.length] ?? 'start';
  const victims = victimSets[Math.floor(random() * victimSets.length)] ?? ['parent'];
  return { step, victims, delayMs: Math.floor(random() * durationMs[step]) };
});

test(`${count} kills with seed ${seed}`, async (t) => {
  const hit = new Map<string, number>();
  for (const [index, kill] of kills.entries()) {
    await t.test(`${index + 1}: ${kill.victims.join(', ')} killed ${kill.delayMs} ms into ${kill.step}`, async (t) => {
      const last = await killAndResume(kill);
      hit.set(kill.step, (hit.get(kill.step) ?? 0) + 1);
      t.diagnostic(`last step written down: ${last ?? 'none'}`);
    });
  }
  if (count >= killableSteps.length) assert.deepEqual([...hit.keys()].sort(), [...killableSteps].sort(), 'every step is hit');
});
