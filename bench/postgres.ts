import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { PartHouse } from '../app/part.ts';
import { startPostgres } from '../app/postgres.ts';
import { openRunFile } from '../app/run-file.ts';
import { openDatabase, type Database } from '@gbc/prisma';
import { migrate } from '../prisma/migrate.ts';

/**
 * Runs `work` on a migrated database of the Postgres that the product starts, with the product's settings: fsync and synchronous
 * commit are on, unlike on a test's server. `folder` is for other files on the same disk. All is removed afterwards.
 */
export async function onProductPostgres<T>(work: (database: Database, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-bench-'));
  const lost = Promise.withResolvers<never>();
  const house: PartHouse = { runFile: openRunFile(folder), log: pino({ level: 'silent' }), onLost: (_, error) => lost.reject(error) };
  const postgres = await startPostgres(folder, house);
  try {
    await Promise.race([postgres.ready, lost.promise]);
    await migrate(postgres.url);
    const database = openDatabase(postgres.url);
    try {
      return await Promise.race([work(database, folder), lost.promise]);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
