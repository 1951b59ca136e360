import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { StartError } from './start-error.ts';

/** Key of the session-level advisory lock that the one working instance of a database holds ("GBCU" in ASCII). */
const lockKey = 0x47424355;
const retryMs = 500;

export interface InstanceLock {
  release(): Promise<void>;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'gbc-union instance lock' });
  client.on('error', () => undefined); // told by 'end'
  await client.connect();
  return client;
}

function unreachable(url: string, cause: Error): StartError {
  const { host, pathname } = new URL(url);
  const why = (cause as NodeJS.ErrnoException).code ?? cause.message;
  return new StartError('database.unreachable', {
    zh: `无法连接数据库 ${host}${pathname}（${why}）；请检查 DATABASE_URL`,
    en: `can't connect to the database ${host}${pathname} (${why}): check DATABASE_URL`,
  }, { cause });
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [lockKey]);
  return rows[0].held;
}

/**
 * Makes this the only working instance of the database. While another one works, `onWaiting` is told once and this
 * instance stands by; it takes over within a second after the other has ended.
 * The lock lives as long as its connection: when that breaks (the server was started again) it is taken anew, and
 * `onLost` is called if another instance was faster, since two must never work at once.
 * @throws StartError `database.unreachable`
 */
export async function takeInstanceLock(
  url: string,
  options: { log: Logger; onWaiting: () => void; onLost: () => void; signal: AbortSignal },
): Promise<InstanceLock> {
  let client = await connect(url).catch((error: Error) => Promise.reject(unreachable(url, error)));
  let released = false;

  async function retake(): Promise<void> {
    while (!released) {
      try {
        client = await connect(url);
        if (!(await tryLock(client))) return options.onLost();
        client.once('end', onEnd);
        options.log.info('the instance lock was taken anew');
        return;
      } catch (error) {
        options.log.warn({ err: error }, 'the instance lock can not be taken anew yet');
        await sleep(retryMs);
      }
    }
  }
  const onEnd = () => void (released || retake());

  if (!(await tryLock(client))) {
    options.onWaiting();
    while (!(await tryLock(client))) await sleep(retryMs, undefined, { signal: options.signal });
  }
  client.once('end', onEnd);
  return {
    async release() {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}
