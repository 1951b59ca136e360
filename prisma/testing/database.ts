import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';

/** The server that tests use; `npm test` starts one and sets it. */
function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run tests with `npm test` or `npm run t -- FILE`');
  return url;
}

const templateName = 'gbc_template';

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes the migrated database that every test database is copied from. Called once before the tests. */
export async function createTemplateDatabase(): Promise<void> {
  await onServer(async (client) => {
    await client.query(`drop database if exists ${templateName}`);
    await client.query(`create database ${templateName}`);
  });
  await migrate(databaseUrl(templateName));
}

export interface TestDatabase extends Database {
  /** Closes the pool and drops the database; fails if another connection was left open. */
  drop(): Promise<void>;
}

async function createDatabase(clause: string, connectionsMax?: number): Promise<TestDatabase> {
  const name = `gbc_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer((client) => client.query(`create database ${name} ${clause}`));
  const database = openDatabase(databaseUrl(name), connectionsMax === undefined ? {} : { connectionsMax });
  return Object.assign(database, {
    async drop() {
      await database.close();
      await onServer((client) => client.query(`drop database ${name}`));
    },
  });
}

/** A fresh, migrated database of the test's own. Call `drop` in `after`. */
export const createTestDatabase = (): Promise<TestDatabase> => createDatabase(`template ${templateName}`);

/** A database with nothing in it, for a test that makes it as an earlier version had it. One connection: what a session is set to holds. */
export const createEmptyDatabase = (): Promise<TestDatabase> => createDatabase('', 1);

const migrationsFolder = join(import.meta.dirname, '..', 'migrations');

/** The SQL of the migration whose folder is called so, without its time. */
export function migrationSql(name: string): string {
  const folder = readdirSync(migrationsFolder).find((each) => each.replace(/^\d+_/, '') === name);
  if (!folder) throw new RangeError(`no migration ${name}`);
  return readFileSync(join(migrationsFolder, folder, 'migration.sql'), 'utf8');
}
