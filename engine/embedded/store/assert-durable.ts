import type { Database } from '@gbc/prisma';

/** What a setting may be so that a commit is answered when it is on disk. `local` and `remote_write` promise a standby less than `on`. */
const demanded: Readonly<Record<string, readonly string[]>> = { fsync: ['on'], synchronous_commit: ['on', 'remote_apply'] };

/** Throws where this database answers commits that a crash could take back. */
export async function assertDurable(database: Database): Promise<void> {
  const { rows } = await database.read<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1)', [Object.keys(demanded)]);
  for (const { name, setting } of rows) {
    if (!demanded[name]?.includes(setting)) {
      throw new Error(`the engine promises that what it answered outlives a crash, but the database has ${name} = ${setting}: set it to ${demanded[name]?.[0]}`);
    }
  }
}
