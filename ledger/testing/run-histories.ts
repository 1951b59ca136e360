import assert from 'node:assert/strict';
import type { Database } from '@gbc/prisma';
import { createTestDatabase } from '@gbc/prisma/testing';
import fc from 'fast-check';
import { readBalances, readLotDifferences, readSupply } from '../index.ts';
import { ledgerEvents, namesExpected, nameOf, type LedgerEvent } from './model-standing.ts';
import { ModelRun } from './model-run.ts';
import { histories } from './random-steps.ts';
import { rareHistory } from './rare-history.ts';
import type { Step } from './steps.ts';

export interface HistoryOptions {
  readonly seed: number;
  /** Histories are run until so many commands were given. */
  readonly commandsMin: number;
  readonly stepsPerHistory: number;
  /** All sums are compared after every so many-eth step. */
  readonly compareEvery: number;
  /** Most of the time a history waits for the database: so many run side by side. */
  readonly historiesAtOnce: number;
  /** Told how far it is, once a history. */
  readonly onProgress?: (commands: number) => void;
}

/** What random histories came to. */
export interface HistoriesRun {
  readonly counts: ModelRun['counts'];
  /** States of transfers and outcomes of commands that were met. */
  readonly reached: ReadonlySet<string>;
}

/**
 * Runs random histories through the ledger and the reference model, each in a database of its own; before them the one of what is rare.
 * @throws Error where they differ, with the seed of the history; its cause says what differs
 */
export async function runHistories(options: HistoryOptions): Promise<HistoriesRun> {
  const { seed, commandsMin, stepsPerHistory, compareEvery, historiesAtOnce, onProgress } = options;
  const reached = new Set<string>();
  const counts = { commands: 0, cutUndone: 0, cutDone: 0, cutAnswered: 0 };
  let next = 0;
  const work = async () => {
    while (counts.commands < commandsMin) {
      const no = next++;
      const steps = no === 0 ? rareHistory : (fc.sample(histories(stepsPerHistory), { seed: seed + no, numRuns: 1 })[0] ?? []);
      const run = await runHistory(steps, compareEvery).catch((error: unknown) => {
        throw new Error(`history ${no} of seed ${seed}, which alone is seed ${seed + no - 1}, differs`, { cause: error });
      });
      for (const { kind, state, debitAccountId } of run.state.transfers) reached.add(`${kind} ${state}`).add(`${kind} of ${debitAccountId}`);
      for (const outcome of run.outcomes) reached.add(outcome.split(' ')[0] ?? outcome);
      for (const [name, count] of Object.entries(run.counts)) counts[name as keyof typeof counts] += count;
      onProgress?.(counts.commands);
    }
  };
  await Promise.all(Array.from({ length: historiesAtOnce }, work));
  return { counts, reached };
}

async function runHistory(steps: readonly Step[], compareEvery: number): Promise<ModelRun> {
  const database = await createTestDatabase();
  // What dies here is a connection, never the server: a commit need not wait for the disk.
  await database.write(`do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`);
  const run = new ModelRun(database, compareEvery);
  try {
    for (const step of steps) await run.step(step);
    await run.compare();
    await run.checkPast();
    await checkMoney(database);
    await checkEvents(database, run);
  } finally {
    await run.close();
    await database.drop();
  }
  return run;
}

/** Nothing made, nothing lost, nobody below zero, and what accounts have is the sum of their lots. */
async function checkMoney(database: Database): Promise<void> {
  const accounts = (await readBalances(database.read)).filter(({ kind }) => kind !== 'custody');
  const heldFen = accounts.reduce((sum, { creditsPostedFen, debitsPostedFen }) => sum + creditsPostedFen - debitsPostedFen, 0n);
  assert.equal(heldFen, await readSupply(database.read));
  assert.ok(accounts.every(({ availableFen }) => availableFen >= 0n));
  assert.deepEqual(await readLotDifferences(database.read), []);
}

/** Each change stands in the log once, and the log alone gives every balance, as for somebody who has nothing else. */
async function checkEvents(database: Database, { state }: ModelRun): Promise<void> {
  const { rows } = await database.read<{ body: string }>('select body from event where type = any($1) order by at, id', [ledgerEvents]);
  const events = rows.map(({ body }) => JSON.parse(body) as LedgerEvent);
  assert.deepEqual(events.map(nameOf).sort(), namesExpected(state).sort());

  const postedFen = new Map<string, number>();
  for (const { type, data } of events) {
    const isPosted = type === 'tokensMinted' || type === 'transferPosted' || type === 'tokensBurned' || type === 'transferCorrected' || type === 'operatingSetAside';
    if (!isPosted) continue;
    postedFen.set(data.debitAccountId, (postedFen.get(data.debitAccountId) ?? 0) - data.amountFen);
    postedFen.set(data.creditAccountId, (postedFen.get(data.creditAccountId) ?? 0) + data.amountFen);
  }
  for (const { id, creditsPostedFen, debitsPostedFen } of await readBalances(database.read)) {
    assert.equal(Number(creditsPostedFen - debitsPostedFen), postedFen.get(id) ?? 0, id);
  }
}
