import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate } from './migrate.ts';
import { createEmptyDatabase, type TestDatabase } from './testing/database.ts';

async function urlOf(database: TestDatabase): Promise<string> {
  const { rows: [row] } = await database.read<{ name: string }>('select current_database() as name');
  return Object.assign(new URL(process.env['TEST_DATABASE_URL'] ?? ''), { pathname: `/${row?.name}` }).href;
}

test('one process migrates one database after the other; what is up to date is left alone', async () => {
  for (let time = 0; time < 2; time += 1) {
    const database = await createEmptyDatabase();
    const url = await urlOf(database);
    const applied = await migrate(url);
    assert.ok(applied.length > 0 && applied.includes(applied.toSorted()[0] as string));
    assert.deepEqual(await migrate(url), []);
    const { rows: [table] } = await database.read<{ name: string | null }>(`select to_regclass('transfer')::text as name`);
    assert.equal(table?.name, 'transfer');
    await database.drop();
  }
});
