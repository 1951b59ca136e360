import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Asks the database of a product that runs on this data folder. */
export async function queryEmbedded<Row extends object>(dataDir: string, statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  const [port, password = ''] = [join(dataDir, 'postgres', 'port'), join(dataDir, 'secrets', 'postgres-password')].map((path) => readFileSync(path, 'utf8').trim());
  const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'gbc', password, database: 'gbc' });
  await client.connect();
  const { rows } = await client.query<Row>(statement, [...values]).finally(() => client.end());
  return rows;
}
