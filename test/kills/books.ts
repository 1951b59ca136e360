import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** One state of the database, by queries that see the same moment. */
export type Ask = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === pg.types.builtins.INT8 && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format)) } as pg.CustomTypesConfig;

/** Reads one moment of the product's database; while that is away it is tried again, for as long as a recovery may take. */
export async function atOneMoment<T>(dataDir: string, read: (ask: Ask) => Promise<T>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const [port, password] = [join(dataDir, 'postgres', 'port'), join(dataDir, 'secrets', 'postgres-password')].map((path) => readFileSync(path, 'utf8').trim());
    const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'gbc', password, database: 'gbc', types });
    client.on('error', () => undefined); // told by the query
    try {
      await client.connect();
      await client.query('begin isolation level repeatable read read only');
      return await read(async (sql, values = []) => (await client.query(sql, [...values])).rows);
    } catch (error) {
      const isAway = error instanceof Error && (!('code' in error) || /^(ECONN|57P|08|25P)/.test(String(error.code)));
      if (!isAway || error.name === 'AssertionError' || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

export interface BankBooks {
  /** By the advice's id, in fen. */
  readonly paidIn: ReadonlyMap<string, number>;
  readonly depositIds: ReadonlySet<string>;
  /** What became of each payment that the bank has ended, by its id. */
  readonly ended: ReadonlyMap<string, { readonly outcome: string; readonly amountFen: number }>;
}

interface Line {
  readonly kind?: string;
  readonly depositId?: string;
  readonly advice?: { readonly adviceId: string; readonly amountFen: number; readonly paymentId?: string; readonly outcome?: string };
}

/** The bank's own books, as they stand in its files: finished lines alone. */
export function readBankBooks(dataDir: string): BankBooks {
  const lines = (name: string) => readFileSync(join(dataDir, 'bank', name), 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line);
  const deposits = lines('deposits.jsonl');
  const ended = new Map(lines('payments.jsonl').flatMap(({ advice }) => (advice?.paymentId ? [[advice.paymentId, { outcome: advice.outcome ?? '', amountFen: advice.amountFen }] as const] : [])));
  return {
    paidIn: new Map(deposits.flatMap(({ advice }) => (advice ? [[advice.adviceId, advice.amountFen] as const] : []))),
    depositIds: new Set(deposits.flatMap(({ depositId }) => depositId ?? [])),
    ended,
  };
}
