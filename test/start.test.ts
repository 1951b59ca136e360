/** What an operator sees of `npm start`: the product as processes of its own, killed, started twice, stopped. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startStack, type Stack, type StackOptions } from '../app/stack.ts';

const root = mkdtempSync(join(tmpdir(), 'gbc-start-'));
const webDir = join(root, 'web');
mkdirSync(webDir);
writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>GBC Union</title>');
const running: Stack[] = [];

afterEach(async () => {
  for (const stack of running.splice(0)) await stack.kill();
});
after(() => rmSync(root, { recursive: true, force: true }));

async function start(name: string, options: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({ dataDir: join(root, name), ...options, settings: { WEB_DIR: webDir, ...options.settings } });
  running.push(stack);
  return stack;
}

/** Runs a program of ours that is expected to end by itself. */
async function run(script: string, env: Record<string, string>, args: string[] = []): Promise<{ code: number; output: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const path = join(import.meta.dirname, '..', 'app', script);
  const child = spawn(process.execPath, [path, ...args], { env: { ...inherited, WEB_DIR: webDir, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output };
}

async function isServing(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then((response) => response.ok, () => false);
}

/** The command lines of all processes that work on a folder. */
function processesOn(folder: string): string[] {
  const lines = execFileSync('ps', ['-axo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(folder));
}

/** Tells one database cluster from any other. */
async function clusterOf(name: string): Promise<string> {
  const read = (...path: string[]) => readFileSync(join(root, name, ...path), 'utf8').trim();
  const url = `postgresql://gbc:${read('secrets', 'postgres-password')}@127.0.0.1:${read('postgres', 'port')}/gbc`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select system_identifier::text as id from pg_control_system()').finally(() => client.end());
  return rows[0].id;
}

async function until(what: string, condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    assert.ok(performance.now() < deadline, `${what}: not within ${withinMs} ms`);
    await sleep(20);
  }
}

test('one start brings up every part, Ctrl-C takes all of them down, the next start goes on with the same data', async () => {
  const first = await start('again');
  assert.ok(await isServing(first.url));
  const cluster = await clusterOf('again');
  assert.deepEqual(Object.keys(first.pids()).sort(), ['bank', 'evmNode', 'parent', 'postgres']);
  assert.equal(await first.stop(), 0);
  assert.deepEqual(processesOn(join(root, 'again')), []);
  assert.ok(!existsSync(join(root, 'again', 'run.json')));

  const { code } = await run('reset.ts', { DATA_DIR: join(root, 'again') });
  assert.equal(code, 1, 'reset without --yes and without a terminal to ask forgets nothing');
  const second = await start('again');
  assert.ok(await isServing(second.url));
  assert.equal(await clusterOf('again'), cluster);
  assert.equal(await second.stop(), 0);
});

test('a second owner of the data folder and a reset give way to the live one in one line each', async () => {
  const stack = await start('owned');
  const dataDir = join(root, 'owned');
  for (const [script, args] of [['main.ts', []], ['reset.ts', ['--yes']]] as const) {
    const { code, output } = await run(script, { DATA_DIR: dataDir }, [...args]);
    assert.equal(code, 1);
    assert.equal(output.trim().split('\n').length, 1, output);
    assert.ok(output.includes(String(stack.pids().parent)), output);
  }
  assert.ok(await isServing(stack.url));
  await stack.stop();
  assert.equal((await run('reset.ts', { DATA_DIR: dataDir }, ['--yes'])).code, 0);
  assert.ok(!existsSync(join(dataDir, 'postgres')));
});

test('a taken port, an unwritable folder, a bad setting and a missing database end the start with one line each', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as AddressInfo).port);
  const file = join(root, 'file');
  writeFileSync(file, '');
  const cases = [
    { env: { DATA_DIR: join(root, 'port'), PORT: port }, says: port },
    { env: { DATA_DIR: join(file, 'below') }, says: join(file, 'below') },
    { env: { DATA_DIR: join(root, 'setting'), LOG_LEVEL: 'loud' }, says: 'LOG_LEVEL' },
    { env: { DATA_DIR: join(root, 'database'), DATABASE_URL: 'postgresql://gbc@127.0.0.1:1/none' }, says: '127.0.0.1:1/none' },
  ];
  try {
    for (const { env, says } of cases) {
      const { code, output } = await run('main.ts', env);
      assert.equal(code, 1);
      const complaints = output.split('\n').filter((line) => line.startsWith('✗'));
      assert.equal(complaints.length, 1, output);
      assert.ok(complaints[0]?.includes(says), output);
    }
  } finally {
    taken.close();
  }
});

test('after kill -9 of the parent the next start ends its orphans and serves the same data', async () => {
  const first = await start('orphans');
  const parts = first.pids();
  const cluster = await clusterOf('orphans');
  await first.kill('parent');
  assert.equal(processesOn(join(root, 'orphans', 'postgres')).length, 1, 'the database outlives a killed parent');
  const second = await start('orphans');
  for (const part of ['postgres', 'evmNode', 'bank'] as const) assert.notEqual(second.pids()[part], parts[part]);
  assert.equal(await clusterOf('orphans'), cluster);
  for (const folder of ['postgres', 'evm-node', 'bank']) assert.equal(processesOn(join(root, 'orphans', folder)).length, 1, folder);
  assert.ok(await isServing(second.url));
  assert.equal(await second.stop(), 0);
});

test('everything killed at once: the next start recovers', async () => {
  const first = await start('all');
  await first.kill();
  const second = await start('all');
  assert.ok(await isServing(second.url));
  assert.equal(await second.stop(), 0);
});

test('a part that dies is brought back while the product goes on', async () => {
  const stack = await start('parts');
  for (const part of ['postgres', 'evmNode', 'bank'] as const) {
    const before = stack.pids()[part];
    await stack.kill(part);
    await until(`${part} is started again`, () => stack.pids()[part] !== before);
  }
  await until('the product answers', () => isServing(stack.url));
  assert.equal(await stack.stop(), 0);
});

test('Ctrl-C in the middle of a start leaves no process behind', async () => {
  const dataDir = join(root, 'early');
  const main = join(import.meta.dirname, '..', 'app', 'main.ts');
  for (const waitMs of [150, 400, 900]) {
    const child = spawn(process.execPath, [main], { env: { ...process.env, DATA_DIR: dataDir, PORT: '0', WEB_DIR: webDir }, stdio: 'ignore' });
    const closed = once(child, 'close');
    await sleep(waitMs);
    child.kill('SIGINT');
    await closed;
    assert.deepEqual(processesOn(dataDir), []);
  }
});

test('with a database of somebody else a second instance stands by and takes over', async () => {
  const server = process.env['TEST_DATABASE_URL'] as string;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `gbc_standby_${process.pid}`;
  await admin.query(`create database ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    const settings = { DATABASE_URL: url.href };
    const first = await start('first', { settings });
    assert.equal(first.pids().postgres, undefined);
    const second = start('second', { settings });
    const lockSessions = `select 1 from pg_stat_activity where datname = $1 and application_name = 'gbc-union instance lock'`;
    await until('the second instance stands by', async () => (await admin.query(lockSessions, [name])).rowCount === 2);
    await first.kill('parent');
    const killedMs = performance.now();
    const successor = await second;
    assert.ok(performance.now() - killedMs < 5_000, 'took over within 5 s');
    assert.ok(await isServing(successor.url));
    assert.equal(await successor.stop(), 0);
  } finally {
    for (const stack of running.splice(0)) await stack.kill();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
});
