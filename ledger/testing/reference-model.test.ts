import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BusinessEvent } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { createTestDatabase } from '@gbc/prisma/testing';
import fc from 'fast-check';
import { readBalances, readSupply } from '../index.ts';
import { Scene } from './index.ts';
import { ModelRun } from './model-run.ts';
import { histories } from './random-steps.ts';
import { rareHistory } from './rare-history.ts';
import type { ModelState } from './model-state.ts';

/** Random steps in all; LEDGER_RANDOM asks for more, LEDGER_SEED for other ones. */
const stepsMin = Number(process.env['LEDGER_RANDOM'] ?? 900);
const seed = Number(process.env['LEDGER_SEED'] ?? 20_261_122);
const stepsPerHistory = 60;

/** What the histories must have met for their agreement to mean something. */
const worthReaching = [
  'pending', 'posted', 'voided', 'done', 'ledger.approvalMissing', 'ledger.approvalRejected', 'ledger.makerIsChecker', 'ledger.conflict',
  'ledger.budget', 'ledger.overdraft', 'ledger.payee', 'ledger.holdMissing', 'ledger.alreadyPosted', 'ledger.alreadyVoided',
  'ledger.paymentMissing', 'ledger.paymentOpen', 'ledger.notRedeemable', 'burn posted', 'burn voided',
  'expired', 'correction posted', 'ledger.frozen', 'ledger.alreadyFrozen', 'ledger.freezeMissing', 'ledger.holdExpired', 'ledger.holdRuns', 'ledger.tokensMoved', 'ledger.notPosted',
];

type MoneyEvent = BusinessEvent<'tokensMinted' | 'holdTaken' | 'holdVoided' | 'transferPosted' | 'redemptionHeld' | 'redemptionVoided' | 'tokensBurned' | 'holdExpired' | 'transferCorrected'>;

/** How a transfer begins and ends in the log. */
const eventsOf = {
  mint: { taken: [], posted: ['tokensMinted'], voided: [], expired: [] },
  correction: { taken: [], posted: ['transferCorrected'], voided: [], expired: [] },
  payout: { taken: ['holdTaken'], posted: ['transferPosted'], voided: ['holdVoided'], expired: ['holdExpired'] },
  burn: { taken: ['redemptionHeld'], posted: ['tokensBurned'], voided: ['redemptionVoided'], expired: [] },
};

test('random histories come to the same in the ledger and in the reference model', async () => {
  const reached = new Set<string>();
  const property = fc.asyncProperty(histories(stepsPerHistory), async (steps) => {
    const database = await createTestDatabase();
    try {
      const scene = await new Scene(database).open(0n, { contractFen: 150n, invoiceFen: 120n });
      const run = await ModelRun.begin(scene);
      for (const step of steps) await run.step(step);
      await run.checkPast();
      await checkMoney(database);
      await checkEvents(database, run.state);
      for (const { kind, state } of run.state.transfers) reached.add(state).add(`${kind} ${state}`);
      for (const outcome of run.outcomes) reached.add(outcome);
    } finally {
      await database.drop();
    }
  });
  await fc.assert(property, { seed, examples: [[rareHistory]], numRuns: Math.ceil(stepsMin / stepsPerHistory), endOnFailure: true });
  assert.deepEqual(worthReaching.filter((each) => !reached.has(each)), [], 'the histories were too tame');
});

/** Nothing made, nothing lost, nobody below zero. */
async function checkMoney(database: Database): Promise<void> {
  const accounts = await readBalances(database.read);
  const holdings = accounts.filter(({ kind }) => kind === 'holding');
  const heldFen = holdings.reduce((sum, { creditsPostedFen, debitsPostedFen }) => sum + creditsPostedFen - debitsPostedFen, 0n);
  assert.equal(heldFen, await readSupply(database.read));
  assert.ok(holdings.every(({ availableFen }) => availableFen >= 0n));
}

/** Each change stands in the log once, and the log alone gives every balance, as for somebody who has nothing else. */
async function checkEvents(database: Database, model: ModelState): Promise<void> {
  const { rows } = await database.read<{ body: string }>(
    `select body from event where type = any($1) order by at, id`,
    [Object.values(eventsOf).flatMap(({ taken, posted, voided, expired }) => [...taken, ...posted, ...voided, ...expired])],
  );
  const events = rows.map(({ body }) => JSON.parse(body) as MoneyEvent);
  const expected = model.transfers.flatMap(({ kind, applicationId, payoutNo, state }) => {
    const ending = state === 'pending' ? [] : eventsOf[kind][state];
    // A correction is told of with the payment that it takes back.
    const about = kind === 'correction' ? applicationId.replace(/^correction:(.*):(\d+)$/, '$1 $2') : `${applicationId} ${payoutNo}`;
    return [...eventsOf[kind].taken, ...ending].map((type) => `${about} ${type}`);
  });
  const found = events.map(({ applicationId, type, data }) => `${applicationId} ${'payoutNo' in data ? data.payoutNo : 1} ${type}`);
  assert.deepEqual(found.toSorted(), expected.toSorted());

  const postedFen = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'tokensMinted' && type !== 'transferPosted' && type !== 'tokensBurned' && type !== 'transferCorrected') continue;
    postedFen.set(data.debitAccountId, (postedFen.get(data.debitAccountId) ?? 0) - data.amountFen);
    postedFen.set(data.creditAccountId, (postedFen.get(data.creditAccountId) ?? 0) + data.amountFen);
  }
  for (const { id, creditsPostedFen, debitsPostedFen } of await readBalances(database.read)) {
    assert.equal(Number(creditsPostedFen - debitsPostedFen), postedFen.get(id) ?? 0, id);
  }
}
