/** Each service's own command of docker-compose.yml, run without containers, as far as its program is here. The images themselves, and Camunda's, are not. */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { parse } from 'yaml';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
}

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const password = 'chosen';
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8').replaceAll(/\$\{\w+:([-?])([^}]*)\}/g, (_, kind: string, otherwise: string) => (kind === '?' ? password : otherwise));
const { services } = parse(text) as { services: Readonly<Record<string, Service>> };
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const patienceMs = 300_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + patienceMs; !(await isTrue()); await sleep(100)) if (Date.now() > endMs) throw new Error(`waited ${patienceMs} ms for ${what}`);
}

const has = (program: string) => run('sh', ['-c', `command -v ${program}`]).then(() => true, () => false);

/** The JSON form of an instruction of the Dockerfile. */
function instruction(name: string): string[] {
  const last = [...dockerfile.replaceAll('\\\n', ' ').matchAll(new RegExp(`^${name}[^[\\n]*(\\[.*\\])$`, 'gm'))].at(-1)?.[1];
  return JSON.parse(last ?? assert.fail(`no ${name}`)) as string[];
}

describe('docker-compose.yml, its commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-compose-'));
  const children: ChildProcess[] = [];
  let database: TestDatabase;
  let evmUrl = '';
  /** What the programs said, for the reader of a failure. */
  let said = '';

  before(async () => void (database = await createTestDatabase()));
  after(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return child;
  }

  test('evm-node answers on the chain that the product expects', async () => {
    const port = await freePort();
    const anvil = createRequire(import.meta.resolve('@foundry-rs/anvil/package.json')).resolve(`@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/bin/anvil`);
    const args = (services['evm-node']?.command ?? []).map((word) => ({ '0.0.0.0': '127.0.0.1', '8545': String(port), '/chain/state.json': join(folder, 'state.json') })[word] ?? word);
    start(anvil, args, process.env);
    evmUrl = `http://127.0.0.1:${port}`;
    await until('the chain', async () => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
      const response = await fetch(evmUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => undefined); // not listening yet
      return ((await response?.json()) as { result: string } | undefined)?.result === '0x7a69';
    });
  });

  test('camunda-database makes its database once, however often it is started', async (t) => {
    if (!(await has('psql')) || !(await has('createdb'))) return t.skip('psql and createdb are not on this machine');
    const server = new URL(database.url);
    const name = `camunda_${process.pid}`;
    const own = { ...process.env, PGPASSWORD: decodeURIComponent(server.password), PGPORT: server.port };
    const [shell = '', flag = '', command = ''] = services['camunda-database']?.command ?? [];
    const here = command.replaceAll('-h postgres', `-h ${server.hostname}`).replaceAll('-U gbc', `-U ${decodeURIComponent(server.username)}`).replaceAll('-d gbc', `-d ${server.pathname.slice(1)}`).replaceAll('camunda', name);
    for (let time = 1; time <= 2; time += 1) await run(shell, [flag, here], { env: own });
    const { rows } = await database.read('select from pg_database where datname = $1', [name]);
    assert.equal(rows.length, 1);
    await run('psql', ['-h', server.hostname, '-U', decodeURIComponent(server.username), '-d', server.pathname.slice(1), '-c', `drop database ${name}`], { env: own });
  });

  test('app starts by the image’s own command, is healthy by its own check, and ends on the image’s own signal', async () => {
    const port = await freePort();
    const ofImage = Object.fromEntries([...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' ').map((pair) => pair.split('=') as [string, string])));
    const { DATABASE_URL: _database, ...ofService } = services['app']?.environment ?? {};
    // What compose fills in is text, also where it is empty.
    const asText = Object.fromEntries(Object.entries(ofService).map(([name, value]) => [name, value ?? '']));
    const env = {
      PATH: process.env['PATH'], HOME: folder, ...ofImage, ...asText,
      DATABASE_URL: database.url, EVM_RPC_URL: evmUrl, DATA_DIR: folder, HOST: '127.0.0.1', PORT: String(port), WEB_DIR: join(folder, 'no-web-app'),
    };
    const [program = '', ...args] = instruction('CMD');
    const [checker = '', ...checks] = instruction('HEALTHCHECK');
    assert.deepEqual([program, checker], ['node', 'node']);
    const app = start(process.execPath, args, env);
    await until('the app to be healthy', async () => {
      if (app.exitCode !== null) assert.fail(`the app ended with ${app.exitCode}:\n${said}`);
      return run(process.execPath, checks, { env }).then(() => true, () => false);
    });
    const [signal] = /^STOPSIGNAL (\w+)$/m.exec(dockerfile)?.slice(1) ?? [];
    app.kill(signal as NodeJS.Signals);
    const [code] = (await once(app, 'exit')) as [number | null];
    assert.equal(code, 0);
  });
});
