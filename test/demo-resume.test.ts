/** A demo that is killed with everything beside it is gone on with: one kill of test/long/demo-resume.test.ts, fixed. */
import { test } from 'node:test';
import { killAndResume } from './journey/kill-and-resume.ts';

test('kill -9 of the demo, the product, Postgres and the EVM node in the payout: the same money after --resume', async (t) => {
  const { during, last } = await killAndResume({ step: 'payout', delayMs: 120, victims: ['demo', 'parent', 'postgres', 'evmNode'] });
  t.diagnostic(`hit ${during}; last step written down: ${last ?? 'none'}`);
});
