/** Five of the kills of test/long/kill.test.ts, fixed: each process alone, and all of them together. */
import { test } from 'node:test';
import { killAndResume, type Kill } from './journey/kill-and-resume.ts';

const kills: readonly Kill[] = [
  { step: 'seed', delayMs: 700, victims: ['postgres'] },
  { step: 'match', delayMs: 60, victims: ['parent', 'postgres'] },
  { step: 'resubmit', delayMs: 100, victims: ['parent'] },
  { step: 'payout', delayMs: 120, victims: ['demo', 'parent', 'postgres', 'evmNode'] },
  { step: 'prove', delayMs: 2_500, victims: ['evmNode'] },
];

for (const kill of kills) {
  test(`kill -9 of ${kill.victims.join(', ')} in step ${kill.step}: the same money after --resume`, async (t) => {
    const { during, last } = await killAndResume(kill);
    t.diagnostic(`hit ${during}; last step written down: ${last ?? 'none'}`);
  });
}
