import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Log } from '@gbc/anchoring';
import { appendEvents, systemEnvironment as env } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import pino from 'pino';
import type { Steps } from '../../app/steps.ts';
import { figure, median, type Figure } from '../figure.ts';
import { onProductPostgres } from '../postgres.ts';

const rounds = 3;
const leavesPerRound = 50_000;
const batchSize = 8_192;

/** Commits as many events as `count`, some a transaction as the ledger does. */
async function commitEvents(database: Database, count: number): Promise<void> {
  const perTransaction = 500;
  for (let done = 0; done < count; done += perTransaction) {
    const inputs = Array.from({ length: perTransaction }, (_, place) => ({
      type: 'reminderSent' as const,
      actor: { kind: 'system' as const, name: 'bench' },
      applicationId: `application ${done + place}`,
      data: { taskKey: String(done + place), elementId: 'review' },
    }));
    await database.transaction((tx) => appendEvents(tx, env, inputs));
  }
}

/** From the first look at committed events until a durable, signed checkpoint covers the last of them; seconds. */
async function integrate(log: Log, size: number): Promise<number> {
  const covered = Promise.withResolvers<void>();
  const end = log.onChange(({ treeSize }) => treeSize === size && covered.resolve());
  const startedMs = performance.now();
  await log.start();
  await covered.promise;
  const tookMs = performance.now() - startedMs;
  end();
  await log.stop();
  return tookMs / 1_000;
}

/** The same bytes hashed and written with nothing around: a commitment and a leaf hash each, one fsync a batch; seconds. */
async function hashAndAppend(database: Database, path: string): Promise<number> {
  const { rows } = await database.read<{ body: string; salt: Buffer }>('select body, salt from event order by at desc, id desc limit $1', [leavesPerRound]);
  const startedMs = performance.now();
  const file = openSync(path, 'w');
  for (let start = 0; start < rows.length; start += batchSize) {
    const hashes = rows.slice(start, start + batchSize).map(({ body, salt }) => {
      const commitment = createHash('sha256').update(salt).update(body).digest();
      return createHash('sha256').update('\0\x01').update(commitment).digest();
    });
    writeSync(file, Buffer.concat(hashes));
    fsyncSync(file);
  }
  closeSync(file);
  return (performance.now() - startedMs) / 1_000;
}

/** `log.append`: committed events made leaves, tiles, bundles and a checkpoint, all durable; the median of three rounds. */
export async function* appendFigures(steps: Steps): AsyncGenerator<Figure> {
  const { integrated, alone } = await onProductPostgres(async (database, folder) => {
    const log = new Log({ database, folder: join(folder, 'log'), origin: 'gbc-union.example/bench', logger: pino({ level: 'silent' }), batchSizeMax: batchSize });
    const measured = { integrated: [] as number[], alone: [] as number[] };
    for (let round = 1; round <= rounds; round += 1) {
      await steps.run({ zh: `第 ${round} 轮`, en: `appending, round ${round} of ${rounds}` }, async () => {
        await commitEvents(database, leavesPerRound);
        measured.integrated.push(await integrate(log, round * leavesPerRound));
        measured.alone.push(await hashAndAppend(database, join(folder, 'alone')));
      });
    }
    return measured;
  });
  const perSecond = (seconds: readonly number[]) => leavesPerRound / median(seconds);
  yield figure('log.append', perSecond(integrated), 'leaves/s', 'hashing the same events and appending the hashes to one file, fsync a batch, alone', perSecond(alone));
}
