import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import pino from 'pino';
import type { PartHouse } from './part.ts';
import { startPostgres } from './postgres.ts';
import { openRunFile } from './run-file.ts';

const root = mkdtempSync(join(tmpdir(), 'gbc-postgres-'));
after(() => rmSync(root, { recursive: true }));

function folderWithHouse(name: string): { dataDir: string; house: PartHouse } {
  const dataDir = join(root, name);
  mkdirSync(dataDir, { recursive: true });
  return { dataDir, house: { runFile: openRunFile(dataDir), log: pino({ level: 'silent' }), onLost: (_, error) => assert.fail(error) } };
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).then(({ rows }) => rows).finally(() => client.end());
}

test('a cluster that a kill left half made is made anew; what is committed survives the next start on the same port', async () => {
  const { dataDir, house } = folderWithHouse('plain');
  mkdirSync(join(dataDir, 'postgres', 'cluster.new'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'cluster.new', 'PG_VERSION'), 'half');
  const first = await startPostgres(dataDir, house);
  await first.ready;
  const settings = await query(first.url, `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses')`);
  assert.deepEqual(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])), { fsync: 'on', synchronous_commit: 'on', listen_addresses: '127.0.0.1' });
  await query(first.url, 'create table kept as select 42 as value');
  await first.stop();

  const second = await startPostgres(dataDir, house);
  await second.ready;
  assert.equal(second.url, first.url);
  assert.deepEqual(await query(second.url, 'select value from kept'), [{ value: 42 }]);
  await second.stop();
});

test('a port that somebody else has taken is given up for another', async () => {
  const { dataDir, house } = folderWithHouse('plain');
  const port = Number(readFileSync(join(dataDir, 'postgres', 'port'), 'utf8'));
  const squatter = createServer().listen(port, '127.0.0.1');
  const postgres = await startPostgres(dataDir, house);
  await postgres.ready;
  assert.notEqual(new URL(postgres.url).port, String(port));
  await postgres.stop();
  squatter.close();
});

test('the lock file of a process whose pid is somebody else’s by now keeps nobody out', async () => {
  const { dataDir, house } = folderWithHouse('plain');
  const lock = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  writeFileSync(lock, `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n`);
  const postgres = await startPostgres(dataDir, house);
  await postgres.ready;
  await postgres.stop();
  assert.ok(!existsSync(lock));
});

const notRoot = process.getuid?.() === 0 ? false : 'only root has folders that the account of Postgres may not enter';

test('root can keep its data where nobody else may go', { skip: notRoot }, async () => {
  const locked = join(root, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o700);
  const { dataDir, house } = folderWithHouse('locked/data');
  const postgres = await startPostgres(dataDir, house);
  await postgres.ready;
  assert.deepEqual(await query(postgres.url, 'select 1 as one'), [{ one: 1 }]);
  await postgres.stop();
});
