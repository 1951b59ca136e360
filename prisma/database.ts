import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { isSerializationFailure, type Tx } from './transaction.ts';

/**
 * One Postgres database: SQL in transactions for writes, the Prisma client for read models.
 * Both use the same pool. Values: `bigint` columns come as bigint, `bytea` as Buffer, `timestamptz` as Date.
 */
export interface Database {
  readonly url: string;
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** A read outside any transaction. */
  read: Tx['query'];
  /** One statement that is a transaction of its own. */
  write: Tx['query'];
  /**
   * Runs `work` in one transaction and commits; any throw rolls back. A serialisation failure or deadlock
   * runs `work` again, at most five times, so `work` must touch nothing but the database.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const attemptsMax = 5;

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 && format !== 'binary') return BigInt;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

/**
 * Opens a pool of `connectionsMax` connections (default 10). Nothing is connected until the first query. Statements given to a
 * connection together are sent together and run in that order.
 */
export function openDatabase(url: string, options: { connectionsMax?: number } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.connectionsMax ?? 10, types, pipeline: true });
  // A connection that breaks (server restarted) must not end the process: whoever uses it is told by their next statement. The pool itself
  // listens to idle ones alone, and between its handing a connection over and the new holder's first turn nobody would.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });

  async function attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // The server may go while we hold the connection: the next statement says so, the event alone would end the process.
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    const afterwards: (() => void)[] = [];
    let result: T;
    try {
      await client.query('begin');
      result = await work({ query: ((sql, values) => client.query(sql, values as unknown[])) as Tx['query'], afterCommit: (then) => void afterwards.push(then) });
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
    for (const then of afterwards) then();
    return result;
  }

  const query = ((sql: string | pg.QueryConfig, values?: readonly unknown[]) => pool.query(sql, values as unknown[])) as Tx['query'];
  return {
    url,
    prisma,
    pool,
    read: query,
    write: query,
    async transaction(work) {
      for (let n = 1; ; n += 1) {
        try {
          return await attempt(work);
        } catch (error) {
          if (n === attemptsMax || !isSerializationFailure(error)) throw error;
        }
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
