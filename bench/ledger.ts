/**
 * How many payments the ledger takes: 256 callers through `LedgerQueue`, each taking a hold and posting it, with evidence, budgets, lots and
 * event rows inside what is timed, beside pgbench's TPC-B with 8 clients on the same server, in turns. `hot` pays everything from one
 * account that three deposits fed; `spread` from a thousand.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemEnvironment as env } from '@gbc/events';
import { LedgerQueue } from '@gbc/ledger';
import { policy } from '@gbc/ledger/testing';
import { migrate, openDatabase, type Database } from '@gbc/prisma';
import { Steps } from '../app/steps.ts';
import { startPostgresServer } from '../test/postgres-server.ts';
import { figure, median, type Figure } from './figure.ts';
import { openPayers, submitApproved } from './ledger-scene.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** How long a round pays. */
export const roundSeconds = Number(process.env['BENCH_ROUND_SECONDS'] ?? 20);
const callers = 256;
const pgbenchScale = 10;
const cases = [{ name: 'ledger.hot', payers: 1 }, { name: 'ledger.spread', payers: 1000 }] as const;

async function pgbench(url: string, ...args: string[]): Promise<string> {
  const child = spawn('pgbench', [...args, url], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`pgbench ended with ${code}`);
  return output;
}

async function transactionsPerSecond(url: string): Promise<number> {
  const output = await pgbench(url, '-c', '8', '-j', '2', '-T', String(roundSeconds), '-n');
  return Number(/tps = ([\d.]+)/.exec(output)?.[1]);
}

interface Payments {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Every caller pays one application after the other until the time is over or none is left. */
export async function pay(queue: LedgerQueue, applicationIds: string[]): Promise<Payments> {
  const waitedMs: number[] = [];
  const startedMs = performance.now();
  const isOver = () => performance.now() - startedMs > roundSeconds * 1000;
  await Promise.all(Array.from({ length: callers }, async () => {
    for (let applicationId = applicationIds.pop(); applicationId !== undefined && !isOver(); applicationId = applicationIds.pop()) {
      const askedMs = performance.now();
      await queue.run({ kind: 'takeHold', applicationId, payoutNo: 1, policy });
      await queue.run({ kind: 'postHold', applicationId, payoutNo: 1 });
      waitedMs.push(performance.now() - askedMs);
    }
  }));
  if (applicationIds.length === 0) throw new Error('the round ran out of applications');
  const sorted = waitedMs.toSorted((a, b) => a - b);
  return { perSecond: waitedMs.length / ((performance.now() - startedMs) / 1000), p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
}

async function openLedger(url: string, payers: number): Promise<Database> {
  const database = openDatabase(url);
  await openPayers(database, env, payers);
  return database;
}

/** Figures `ledger.hot` and `ledger.spread` in payments a second, median; the spread of rounds and the waits go to standard error. */
export async function* figures(): AsyncGenerator<Figure> {
  const steps = new Steps(process.stderr);
  const server = await startPostgresServer();
  const at = (name: string) => server.url.replace(/\/postgres$/, `/${name}`);
  try {
    const admin = openDatabase(server.url);
    for (const name of ['tpcb', 'ledger']) await admin.read(`create database ${name}`);
    await migrate(at('ledger'));
    for (const { name } of cases) await admin.read(`create database ${name.replace('.', '_')} template ledger`);
    await admin.close();
    await steps.run({ zh: 'TPC-B 的表', en: 'tables of TPC-B' }, () => pgbench(at('tpcb'), '-i', '-q', '-s', String(pgbenchScale)));
    for (const { name, payers } of cases) {
      const database = await openLedger(at(name.replace('.', '_')), payers);
      const queue = new LedgerQueue({ database, env });
      const [paid, reference]: [Payments[], number[]] = [[], []];
      let expectedPerSecond = 1_500;
      for (let round = 1; round <= rounds; round += 1) {
        await steps.run({ zh: `${name} 第 ${round} 轮`, en: `${name}, round ${round} of ${rounds}` }, async () => {
          const applicationIds = await submitApproved(database, env, { payers, round, count: Math.ceil(expectedPerSecond * roundSeconds * 2) });
          await database.read('vacuum analyze');
          reference.push(await transactionsPerSecond(at('tpcb')));
          const payments = await pay(queue, applicationIds);
          expectedPerSecond = payments.perSecond;
          paid.push(payments);
        });
      }
      await database.close();
      const rates = paid.map(({ perSecond }) => perSecond);
      steps.line(`${name}: ${Math.round(Math.min(...rates))} to ${Math.round(Math.max(...rates))} payments/s; p99 ${median(paid.map(({ p99Ms }) => p99Ms)).toFixed(0)} ms`);
      yield figure(name, median(rates), '1/s', `pgbench TPC-B, 8 clients, scale ${pgbenchScale}`, median(reference));
    }
  } finally {
    await server.stop();
  }
}
