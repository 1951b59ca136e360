import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@gbc/prisma';

/** An arbitrary number, the same in every version. */
const lockId = 422_364_463;
const retryMs = 500;

/** A connection taken out of its pool. */
interface Client {
  query<Row extends object>(sql: string, values?: unknown[]): Promise<{ rows: Row[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  release(destroy: boolean): void;
}

interface Session {
  readonly client: Client;
  close(): Promise<void>;
}

/** One engine per database, by a session lock on a connection of its own: whatever ends the connection frees it. */
export class EngineLock {
  readonly #url: string;
  readonly #onLost: (error: Error) => void;
  #session: Session | undefined;

  /** `onLost` is called when the connection of a held lock breaks. */
  constructor(url: string, onLost: (error: Error) => void) {
    this.#url = url;
    this.#onLost = onLost;
  }

  /**
   * Makes sure that the lock is ours, waiting where another engine has it; `onWaiting` is called once then. Throws where
   * the database can't be reached or `signal` is aborted.
   */
  async acquire(onWaiting: () => void, signal: AbortSignal): Promise<void> {
    if (this.#session && (await isAlive(this.#session.client))) return;
    await this.release();
    const session = await this.#connect();
    try {
      for (let first = true; !(await tryLock(session.client)); first = false) {
        if (first) onWaiting();
        await delay(retryMs, undefined, { signal });
      }
    } catch (error) {
      await session.close();
      throw error;
    }
    this.#session = session;
  }

  async release(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  async #connect(): Promise<Session> {
    const database = openDatabase(this.#url, { connectionsMax: 1 });
    let client: Client;
    try {
      client = await database.pool.connect();
    } catch (error) {
      await database.close();
      throw error;
    }
    let closed = false;
    const close = async () => {
      if (closed) return;
      closed = true;
      client.release(true);
      await database.close();
    };
    client.on('error', (error: Error) => {
      const wasHeld = this.#session?.client === client;
      if (wasHeld) this.#session = undefined;
      void close();
      if (wasHeld) this.#onLost(error);
    });
    return { client, close };
  }
}

/** A peer whose machine vanished must free the lock within seconds, hence the short keepalives. */
async function tryLock(client: Client): Promise<boolean> {
  await client.query('set tcp_keepalives_idle = 1; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3');
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [lockId]);
  return rows[0]?.locked === true;
}

async function isAlive(client: Client): Promise<boolean> {
  return client.query('select 1').then(() => true, () => false);
}
