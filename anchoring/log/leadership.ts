import type { Database, Tx } from '@gbc/prisma';

/** Postgres advisory lock of whoever sequences and publishes this database's log: `gbc.log` as a number. */
const lockKey = 0x6762632e6c6f67n;

/** The right to sequence, held by one connection; whatever runs on that connection ends with the right. */
export interface Leadership {
  readonly query: Tx['query'];
  release(): Promise<void>;
}

/** Takes the lock if nobody has it. */
export async function tryLead(database: Database): Promise<Leadership | undefined> {
  const client = await database.pool.connect();
  // A connection that breaks while it is idle says so here; the next query fails and leadership is sought again.
  client.on('error', () => undefined);
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey]);
    if (!rows[0]?.held) {
      client.release();
      return undefined;
    }
    // The tables that come and go are read by their keys: to the planner they are as small as when it last looked.
    await client.query('set enable_seqscan = off');
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    query: ((sql: string, values?: readonly unknown[]) => client.query(sql, values as unknown[])) as Tx['query'],
    // Closing the connection gives the lock back whatever state it is in.
    release: async () => client.release(true),
  };
}
