import { createHash } from 'node:crypto';
import pg from 'pg';
import { listMigrations, toMigrationList, type Migration } from './migrations-list.ts';
import { withSchemaEngine } from './schema-engine.ts';

const checksum = (sql: string) => createHash('sha256').update(sql).digest('hex');

async function appliedChecksums(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: [table] } = await client.query(`select to_regclass('_prisma_migrations') as name`);
    if (!table.name) return new Map();
    const { rows } = await client.query(
      'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    );
    return new Map(rows.map((row) => [row.migration_name, row.checksum]));
  } finally {
    await client.end();
  }
}

function isUpToDate(migrations: readonly Migration[], applied: Map<string, string>): boolean {
  return migrations.every(({ name, sql }) => applied.get(name) === checksum(sql));
}

/**
 * Brings the database at `url` to the newest schema and records each step in `_prisma_migrations`, as the Prisma
 * CLI does. The engine is loaded only when something is missing, so a later start costs one query.
 * @returns the names of the migrations that were applied now
 */
export async function migrate(url: string): Promise<string[]> {
  const migrations = listMigrations();
  if (isUpToDate(migrations, await appliedChecksums(url))) return [];
  return withSchemaEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: toMigrationList(migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  });
}
