import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Log } from '@gbc/anchoring';
import { appendEvents, systemEnvironment as env } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import pino from 'pino';
import { LogSource } from '../../anchoring/mirror/log-source.ts';
import { serveHonestly, startLogServer } from '../../anchoring/testing/log-server.ts';
import type { Steps } from '../../app/steps.ts';
import { figure, type Figure } from '../figure.ts';
import { onProductPostgres } from '../postgres.ts';

const eventCount = 200_000;
const program = join(import.meta.dirname, '..', '..', 'anchoring', 'mirror', 'main.ts');

async function commitEvents(database: Database): Promise<void> {
  const perTransaction = 1_000;
  for (let done = 0; done < eventCount; done += perTransaction) {
    const inputs = Array.from({ length: perTransaction }, (_, place) => ({
      type: 'reminderSent' as const,
      actor: { kind: 'system' as const, name: 'bench' },
      applicationId: `application ${Math.floor((done + place) / 20)}`,
      data: { taskKey: String(done + place), elementId: 'review' },
    }));
    await database.transaction((tx) => appendEvents(tx, env, inputs));
  }
}

/** Every bundle and event fetched and thrown away; seconds. */
async function fetchAll(url: string): Promise<number> {
  const source = new LogSource(url, { login: 'bench', password: 'bench' });
  const startedMs = performance.now();
  for (let index = 0; index * 256 < eventCount; index += 16) {
    await Promise.all(Array.from({ length: Math.min(16, Math.ceil(eventCount / 256) - index) }, (_, place) => source.bundle(index + place, eventCount)));
  }
  for (let from = 0; from < eventCount; from += 10_000) await source.events(from, eventCount);
  return (performance.now() - startedMs) / 1_000;
}

/**
 * `log.mirror`: an alliance node's own program, started from nothing, until it has fetched, verified, indexed and durably kept
 * all leaves and events of a log, the start of its process included.
 */
export async function* mirrorFigures(steps: Steps): AsyncGenerator<Figure> {
  const { caughtUp, fetched } = await onProductPostgres(async (database, folder) => {
    const log = new Log({ database, folder: join(folder, 'log'), origin: 'gbc-union.example/bench', logger: pino({ level: 'silent' }) });
    await steps.run({ zh: '供镜像跟随的日志', en: 'a log to follow' }, async () => {
      await commitEvents(database);
      const covered = Promise.withResolvers<void>();
      log.onChange(({ treeSize }) => treeSize === eventCount && covered.resolve());
      await log.start();
      await covered.promise;
    });
    const server = await startLogServer(serveHonestly(log, database));
    try {
      return await steps.run({ zh: '镜像追赶', en: 'a mirror catches up' }, async () => {
        const seconds = await fetchAll(server.url);
        const startedMs = performance.now();
        const options = ['--once', '--from', server.url, '--data', join(folder, 'mirror'), '--key', log.status().verifierKey as string, '--login', 'bench'];
        await promisify(execFile)(process.execPath, [program, ...options], { env: { ...process.env, MIRROR_PASSWORD: 'bench' } });
        return { caughtUp: (performance.now() - startedMs) / 1_000, fetched: seconds };
      });
    } finally {
      await server.close();
      await log.stop();
    }
  });
  yield figure('log.mirror', eventCount / caughtUp, 'events/s', 'fetching the same leaves and events and parsing them, alone', eventCount / fetched);
}
