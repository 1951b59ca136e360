import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHistories } from './run-histories.ts';

/** Random commands in all; LEDGER_RANDOM asks for more, LEDGER_SEED for other ones. */
const commandsMin = Number(process.env['LEDGER_RANDOM'] ?? 1_000);
const seed = Number(process.env['LEDGER_SEED'] ?? 20_261_122);

/** What the histories must have met for their agreement to mean something. */
const worthReaching = [
  'done', 'mint posted', 'payout pending', 'payout posted', 'payout voided', 'payout expired', 'burn posted', 'burn voided', 'correction posted', 'setAside posted', 'burn of supplier',
  'burn of next-operating', 'payout of next',
  'ledger.conflict', 'ledger.overdraft', 'ledger.budget', 'ledger.payee', 'ledger.earmark', 'ledger.makerIsChecker', 'ledger.approvalMissing', 'ledger.approvalRejected',
  'ledger.mintingStopped', 'ledger.notRedeemable', 'ledger.paymentOpen', 'ledger.paymentMissing', 'ledger.frozen', 'ledger.alreadyFrozen', 'ledger.freezeMissing', 'ledger.freezeEnded',
  'ledger.appealMissing', 'ledger.notAllowed', 'ledger.holdExpired', 'ledger.holdRuns', 'ledger.tokensMoved', 'ledger.notPosted', 'ledger.holdMissing', 'ledger.alreadyPosted',
  'ledger.alreadyVoided', 'ledger.linkedRefused', 'ledger.accountMissing', 'ledger.budgetMissing', 'ledger.invalid',
];

test('random histories come to the same in the ledger and in the reference model', async (t) => {
  const { counts, reached } = await runHistories({ seed, commandsMin, stepsPerHistory: 120, compareEvery: 1, historiesAtOnce: 4 });
  t.diagnostic(JSON.stringify({ seed, ...counts }));
  assert.deepEqual(worthReaching.filter((each) => !reached.has(each)), [], 'the histories were too tame');
  assert.ok(counts.cutUndone > 0 && counts.cutDone + counts.cutAnswered > 0, 'connections were cut before and after the commit');
});
