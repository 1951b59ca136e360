import { join } from 'node:path';
import { Log } from '@gbc/anchoring';
import { systemEnvironment as env } from '@gbc/events';
import { LedgerQueue } from '@gbc/ledger';
import pino from 'pino';
import type { Steps } from '../../app/steps.ts';
import { figure, median, type Figure } from '../figure.ts';
import { openPayers, submitApproved } from '../ledger-scene.ts';
import { pay, roundSeconds } from '../ledger.ts';
import { onProductPostgres } from '../postgres.ts';

const rounds = 3;
const payers = 1;
/** Guess for the first round; later ones go by the fastest. */
const firstPerSecond = 1_500;

/**
 * `log.besideLedger`: payments that the ledger takes while the log sequences, hashes and publishes their events in the same process,
 * beside the same without a log, in turns; the ratio is what the log leaves of it.
 */
export async function* besideLedgerFigures(steps: Steps): AsyncGenerator<Figure> {
  const { alone, beside } = await onProductPostgres(async (database, folder) => {
    await openPayers(database, env, payers);
    const queue = new LedgerQueue({ database, env });
    const log = new Log({ database, folder: join(folder, 'log'), origin: 'gbc-union.example/bench', logger: pino({ level: 'silent' }) });
    const measured = { alone: [] as number[], beside: [] as number[] };
    let expectedPerSecond = firstPerSecond;
    for (let turn = 0; turn < 2 * rounds; turn += 1) {
      const isBeside = turn % 2 === 1;
      await steps.run({ zh: `账本第 ${turn + 1} 轮${isBeside ? '，日志同时运行' : ''}`, en: `the ledger, round ${turn + 1} of ${2 * rounds}${isBeside ? ', with the log' : ''}` }, async () => {
        const applicationIds = await submitApproved(database, env, { payers, round: turn, count: Math.ceil(expectedPerSecond * roundSeconds * 3) });
        // What was written before the round is no part of it.
        await catchUp(log);
        if (isBeside) await log.start();
        await database.read('vacuum analyze');
        const { paymentsPerSecond } = await pay(queue, applicationIds);
        if (isBeside) await log.stop();
        measured[isBeside ? 'beside' : 'alone'].push(paymentsPerSecond);
        expectedPerSecond = Math.max(expectedPerSecond, paymentsPerSecond);
      });
    }
    return measured;
  });
  yield figure('log.besideLedger', median(beside), '1/s', 'the same payments with no log running', median(alone));
}

async function catchUp(log: Log): Promise<void> {
  await log.start();
  for (let size = -1; size !== log.status().head?.treeSize; ) {
    size = log.status().head?.treeSize ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await log.stop();
}
