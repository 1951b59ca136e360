/**
 * What a write needs of the database: one statement at a time inside a transaction that the caller began.
 * It is deliberately narrower than a pool, so that nothing can be written outside a transaction by mistake.
 */
export interface Tx {
  /** A statement with a name is prepared once a connection. */
  query<Row extends object = Record<string, unknown>>(
    sql: string | { readonly name: string; readonly text: string },
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
  /** Has something happen once the transaction is committed, and not at all if it isn't: who is told of a change then finds it. */
  afterCommit(then: () => void): void;
}

const retryable = new Set(['40001', '40P01']);

/** True where Postgres gave up on a transaction that may succeed when it is run again (serialisation, deadlock). */
export function isSerializationFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && retryable.has(String(error.code));
}
