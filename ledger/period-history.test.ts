import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BusinessEvent } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { createTestDatabase } from '@gbc/prisma/testing';
import fc from 'fast-check';
import { closePeriod, confirmPeriod, eachPeriodLine, readBalances, readSupply, type PeriodClose, type PeriodLine } from './index.ts';
import { DayClock } from './testing/day-clock.ts';
import { keepers, momentOf, proveReserve, registerDistrict } from './testing/index.ts';
import { ModelRun } from './testing/model-run.ts';
import { histories } from './testing/random-steps.ts';

const seed = Number(process.env['LEDGER_SEED'] ?? 20_261_129);
/** How many histories; LEDGER_PERIODS asks for more. */
const runs = Number(process.env['LEDGER_PERIODS'] ?? 3);
const stepsAMonth = 25;
const months = ['2026-11', '2026-12', '2027-01'];
const endings = ['2026-12-01', '2027-01-01', '2027-02-01'];

interface Moved {
  readonly kind: string;
  readonly state: string;
  readonly debit: string;
  readonly credit: string;
  readonly amountFen: bigint;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** The budget that it counts on, and all above it. */
  readonly budgetIds: readonly string[];
}

test('random months close, each opening with what the one before closed with, and with what their transfers come to', async () => {
  const property = fc.asyncProperty(histories(stepsAMonth * months.length), async (steps) => {
    const database = await createTestDatabase();
    const run = new ModelRun(database, 1, new DayClock(momentOf('2026-11-03').getTime()));
    try {
      await registerDistrict(run.scene);
      let before: ReadonlyMap<string, PeriodLine> | undefined;
      const stepsThisMonth = Math.ceil(steps.length / months.length);
      for (const [index, periodId] of months.entries()) {
        for (const step of steps.slice(index * stepsThisMonth, (index + 1) * stepsThisMonth)) await run.step(step);
        run.nextDay(momentOf(endings[index] ?? ''));
        before = await checkMonth(database, await settle(run, periodId), before);
      }
      await checkYear(database, await settle(run, '2026'));
      await run.checkPast();
    } finally {
      await run.close();
      await database.drop();
    }
  });
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
});

async function settle({ scene, state }: ModelRun, periodId: string): Promise<PeriodClose> {
  await proveReserve(scene);
  state.isMintingStopped = false;
  const { balancesHash } = await scene.run(closePeriod, { periodId, by: keepers.one });
  return scene.run(confirmPeriod, { periodId, by: keepers.other, balancesHash });
}

async function linesOf(database: Database, periodId: string): Promise<Map<string, PeriodLine>> {
  const lines = new Map<string, PeriodLine>();
  for await (const line of eachPeriodLine(database.read, periodId)) lines.set(line.subjectId, line);
  return lines;
}

async function readMoved(database: Database): Promise<readonly Moved[]> {
  const { rows } = await database.read<Moved>(
    `select kind, state, debit_account_id debit, credit_account_id credit, amount_fen "amountFen", created_at "createdAt", settled_at "settledAt",
       array(with recursive chain as (select id, parent_id from budget where id = budget_id union all select above.id, above.parent_id from budget above join chain on above.id = chain.parent_id)
         select id from chain) "budgetIds"
     from transfer`,
  );
  return rows;
}

/** Payments, or their corrections, that count on a budget. */
const isOn = (kind: string, budgetId: string) => (it: Moved) => it.kind === kind && it.budgetIds.includes(budgetId);

const sum = (amounts: readonly Moved[]) => amounts.reduce((total, { amountFen }) => total + amountFen, 0n);

/** Folds all transfers, one by one, and holds every line against it. */
async function checkMonth(database: Database, { periodId, startsAt, endsAt, supplyFen, lineCount }: PeriodClose, before: ReadonlyMap<string, PeriodLine> | undefined) {
  const lines = await linesOf(database, periodId);
  assert.equal(lines.size, lineCount);
  const moved = await readMoved(database);
  const posted = moved.filter(({ state, settledAt }) => state === 'posted' && settledAt !== null && settledAt >= startsAt && settledAt < endsAt);
  const held = moved.filter(({ createdAt, settledAt }) => createdAt < endsAt && (settledAt === null || settledAt >= endsAt));
  for (const { subject, subjectId: id, kind, openingFen, debitsFen, creditsFen, closingFen, pendingDebitsFen, pendingCreditsFen } of lines.values()) {
    assert.equal(openingFen, before?.get(id)?.closingFen ?? 0n, `${periodId} ${id} opens with what it had closed with`);
    const out = subject === 'account' ? sum(posted.filter(({ debit }) => debit === id)) : sum(posted.filter(isOn('payout', id)));
    const back = subject === 'account' ? sum(posted.filter(({ credit }) => credit === id)) : sum(posted.filter(isOn('correction', id)));
    const waiting = subject === 'account' ? sum(held.filter(({ debit }) => debit === id)) : sum(held.filter(isOn('payout', id)));
    const coming = subject === 'account' ? sum(held.filter(({ credit }) => credit === id)) : 0n;
    assert.deepEqual([debitsFen, creditsFen, pendingDebitsFen, pendingCreditsFen], [out, back, waiting, coming], `${periodId} ${id}`);
    assert.equal(closingFen, openingFen + (kind === 'holding' || kind === 'operating' ? back - out : out - back), `${periodId} ${id}`);
  }
  await checkEvents(database, endsAt, lines);
  const accounts = [...lines.values()].filter(({ subject, kind }) => subject === 'account' && kind !== 'custody');
  const totalFen = accounts.reduce((total, { closingFen }) => total + closingFen, 0n);
  const at = new Date(endsAt.getTime() - 1);
  assert.deepEqual([totalFen, lines.get('custody')?.closingFen, await readSupply(database.read, at)], [supplyFen, supplyFen, supplyFen], 'nothing made, nothing lost');
  for (const { id, creditsPostedFen, debitsPostedFen } of (await readBalances(database.read, {}, at)).filter(({ kind }) => kind !== 'custody')) {
    assert.equal(lines.get(id)?.closingFen, creditsPostedFen - debitsPostedFen, `${id} as of the end`);
  }
  return lines;
}

const postingTypes = ['tokensMinted', 'transferPosted', 'tokensBurned', 'transferCorrected', 'operatingSetAside'] as const;

/** Somebody who has the log alone comes to the same balances. */
async function checkEvents(database: Database, endsAt: Date, lines: ReadonlyMap<string, PeriodLine>): Promise<void> {
  const { rows } = await database.read<{ body: string }>('select body from event where type = any($1) and at < $2', [postingTypes, endsAt]);
  const balances = new Map<string, number>();
  for (const { body } of rows) {
    const { data } = JSON.parse(body) as BusinessEvent<(typeof postingTypes)[number]>;
    balances.set(data.debitAccountId, (balances.get(data.debitAccountId) ?? 0) - data.amountFen);
    balances.set(data.creditAccountId, (balances.get(data.creditAccountId) ?? 0) + data.amountFen);
  }
  for (const { subject, subjectId, kind, closingFen } of lines.values()) {
    if (subject === 'account') assert.equal(Number(closingFen), (kind === 'custody' ? -1 : 1) * (balances.get(subjectId) ?? 0) + 0, `${subjectId} by the log`);
  }
}

/** The year is its months: opens with the first, closes with the last, moved what they moved. */
async function checkYear(database: Database, { periodId }: PeriodClose): Promise<void> {
  const [november, december, year] = await Promise.all([linesOf(database, '2026-11'), linesOf(database, '2026-12'), linesOf(database, periodId)]);
  assert.deepEqual([...year.keys()], [...december.keys()]);
  for (const [id, line] of year) {
    const [first, last] = [november.get(id), december.get(id)];
    assert.deepEqual(line, { ...last, openingFen: first?.openingFen ?? 0n, debitsFen: (first?.debitsFen ?? 0n) + (last?.debitsFen ?? 0n), creditsFen: (first?.creditsFen ?? 0n) + (last?.creditsFen ?? 0n) }, id);
  }
}
