import type { Database, Tx } from '@gbc/prisma';
import type { Cut } from './steps.ts';

/** A transaction given to a database that is cut ends so; what became of it nobody can say. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '57P01') || /Connection terminated|ECONNRESET|EPIPE|not queryable|Connection ended|connection error/i.test(error.message);
}

/**
 * A database whose first transaction loses its connection: the server ends the backend as the `at`-th statement is sent, or, where there are fewer,
 * about when the commit is.
 * @param doomed whose connection is cut; @param other through which the server is told
 */
export function cutOnce(doomed: Database, other: Database, { at, isBefore }: Cut): { readonly database: Database; settled(): Promise<void> } {
  let cutting: Promise<unknown> | undefined;
  let isFirst = true;
  const database: Database = {
    ...doomed,
    transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      if (!isFirst) return doomed.transaction(work);
      isFirst = false;
      return doomed.transaction(async (tx) => {
        const { rows: [backend] } = await tx.query<{ pid: number }>('select pg_backend_pid() pid');
        const end = () => (cutting ??= other.read('select pg_terminate_backend($1, 10000)', [backend?.pid]));
        let statements = 0;
        const counting: Tx = {
          ...tx,
          async query(sql, values) {
            statements += 1;
            if (statements === at) void end();
            // Those after it must not overtake it.
            if (isBefore && statements >= at) await cutting;
            return tx.query(sql, values);
          },
        };
        const answer = await work(counting);
        void end();
        return answer;
      });
    },
  };
  return { database, settled: async () => void (await cutting) };
}
