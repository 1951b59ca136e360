import assert from 'node:assert/strict';
import { it } from 'node:test';
import type pg from 'pg';
import { openDatabase } from './database.ts';
import { createTestDatabase } from './testing/database.ts';

it('a connection that breaks as it changes hands ends no process', async () => {
  const test = await createTestDatabase();
  const database = openDatabase(test.url, { connectionsMax: 1 });
  try {
    const connected = new Promise<pg.PoolClient>((resolve) => database.pool.once('connect', resolve));
    await database.read('select 1');
    const client = await connected;
    // The server's last words can come with an answer: by then the connection belongs to the transaction that waits for it, which hasn't had a turn yet.
    database.pool.query('select 2', () => client.emit('error', new Error('terminating connection due to unexpected postmaster exit')));
    const waiting = database.transaction(async (tx) => (await tx.query<{ n: number }>('select 3 as n')).rows[0]?.n);
    assert.equal(await waiting, 3);
  } finally {
    await database.close();
    await test.drop();
  }
});

it('what a transaction has happen afterwards happens when others can read it, and not at all when it is rolled back', async () => {
  const test = await createTestDatabase();
  const database = openDatabase(test.url);
  try {
    await database.write('create table told (n int)');
    const heard: Promise<number | null>[] = [];
    const look = () => void heard.push(database.read('select n from told').then(({ rowCount }) => rowCount));
    await database.transaction(async (tx) => {
      await tx.query('insert into told values (1)');
      tx.afterCommit(look);
      await tx.query('select pg_sleep(0.05)');
      assert.equal(heard.length, 0);
    });
    assert.deepEqual(await Promise.all(heard), [1]);
    await assert.rejects(
      database.transaction(async (tx) => {
        tx.afterCommit(look);
        await tx.query('select 1 / 0');
      }),
    );
    assert.equal(heard.length, 1);
  } finally {
    await database.close();
    await test.drop();
  }
});
