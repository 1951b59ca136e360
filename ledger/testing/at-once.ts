import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError, type LedgerErrorCode } from '../index.ts';
import type { Scene } from './scene.ts';

const pollMs = 5;
const waitMaxMs = 20_000;

/**
 * Runs work that writes events at the same time for certain: the log is held shut until all of it waits for a lock, each
 * as far as it gets beside the others, then opened.
 * @returns what each came to, an answer or the code of the ledger's refusal
 */
export async function atOnce<T>({ database }: Scene, ...work: readonly (() => Promise<T>)[]): Promise<(T | LedgerErrorCode)[]> {
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('lock table event in share mode');
  const running = Promise.allSettled(work.map((each) => each()));
  try {
    await untilAllWait(async () => {
      const { rows } = await database.read<{ waiting: bigint }>(
        `select count(*) waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return Number(rows[0]?.waiting) === work.length;
    });
  } finally {
    await holder.query('commit');
    holder.release();
  }
  return (await running).map((result) => {
    if (result.status === 'fulfilled') return result.value;
    if (result.reason instanceof LedgerError) return result.reason.code;
    throw result.reason;
  });
}

async function untilAllWait(allWait: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + waitMaxMs;
  while (!(await allWait())) {
    assert.ok(Date.now() < deadline, 'the work never came to wait for each other');
    await delay(pollMs);
  }
}
