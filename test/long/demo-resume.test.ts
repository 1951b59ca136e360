/**
 * `npm run test:long`: kills spread over the whole demo run, every step hit, the victims alone and together, each resumed. The seed is
 * printed; `DEMO_KILL_SEED=n npm run test:long` repeats a run, `DEMO_KILL_COUNT` makes it shorter or longer.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { killableSteps, killAndResume, type Kill, type KillableStep, type Victim } from '../journey/kill-and-resume.ts';
import { randomNumbers } from '../random-numbers.ts';

const seed = Number(process.env['DEMO_KILL_SEED'] ?? randomInt(2 ** 31));
const count = Number(process.env['DEMO_KILL_COUNT'] ?? 24);
/** A step of some milliseconds may be over when the kill comes: so many kills more, to hit each. */
const extraMax = 20;

/** About how long a step takes on two idle cores, so that kills fall within it. */
const durationMs: Readonly<Record<KillableStep, number>> = {
  start: 4_000, seed: 1_500, deposit: 20, match: 200, department: 400, street: 400, subsidy: 400, draft: 80, submit: 60, reject: 150, resubmit: 150, review: 150, payout: 150, dispute: 150, answer: 150, confirm: 150,
  order: 100, receive: 150, refuse: 150, reorder: 150, receiveAgain: 150, pay: 200, reserve: 50, prove: 4_000,
};

const victimSets: readonly (readonly Victim[])[] = [
  ['demo'], ['parent'], ['postgres'], ['evmNode'], ['demo', 'parent'], ['parent', 'postgres'], ['parent', 'evmNode'], ['postgres', 'evmNode'],
  ['parent', 'postgres', 'evmNode'], ['demo', 'parent', 'postgres', 'evmNode'],
];

const random = randomNumbers(seed);
const pick = <T>(items: readonly [T, ...T[]] | readonly T[]): T => items[Math.floor(random() * items.length)] as T;

test(`${count} kills with seed ${seed}`, async (t) => {
  const missed = new Set<KillableStep>(killableSteps);

  async function killAt(step: KillableStep, delayMs: number, name: string): Promise<void> {
    const kill: Kill = { step, delayMs, victims: pick(victimSets) };
    await t.test(`${name}: ${kill.victims.join(', ')} killed ${delayMs} ms into ${step}`, async (t) => {
      const { during, last } = await killAndResume(kill);
      missed.delete(during);
      t.diagnostic(`hit ${during}; last step written down: ${last ?? 'none'}`);
    });
  }

  for (let index = 0; index < count; index += 1) {
    const step = killableSteps[index % killableSteps.length] ?? 'start';
    await killAt(step, Math.floor(random() * durationMs[step]), String(index + 1));
  }
  if (count < killableSteps.length) return;
  for (let extra = 0; extra < extraMax && missed.size > 0; extra += 1) await killAt([...missed][0] ?? 'start', 0, `extra ${extra + 1}`);
  assert.deepEqual([...missed], [], 'every step is hit');
});
