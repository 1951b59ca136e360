/**
 * How many commands the ledger takes: 256 callers through `LedgerQueue`, its public function for many. A command is a hold taken or a hold
 * posted, each with evidence, budgets, lots, freezes and its event row inside what is timed; the leaf hash is made by the log's
 * sequencer, after the commit. Beside it pgbench's TPC-B with 8 clients on the same server, in turns. `hot` pays everything from one account that three
 * deposits fed, `spread` from a thousand. BENCH_ROUNDS, BENCH_ROUND_SECONDS and BENCH_TRANSFERS ask for less.
 */
import { systemEnvironment as env } from '@gbc/events';
import { LedgerQueue, type LedgerCommand } from '@gbc/ledger';
import { policy } from '@gbc/ledger/testing';
import { migrate, openDatabase } from '@gbc/prisma';
import { Steps } from '../app/steps.ts';
import { startPostgresServer } from '../test/postgres-server.ts';
import { figure, median, type Figure } from './figure.ts';
import { openPayers, submitApproved } from './ledger-scene.ts';
import { stageLines, timeStages } from './ledger-stages.ts';
import { fillTrail, timeTrails } from './ledger-trail.ts';
import { findTpcb, type Tpcb } from './tpcb.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** How long a round pays. */
export const roundSeconds = Number(process.env['BENCH_ROUND_SECONDS'] ?? 20);
const callersMany = 256;
const fewCallers = 16;
const fewSeconds = Math.min(roundSeconds, 5);
const p99LimitMs = 50;
const trailLimitMs = 50;
const trailTransfers = Number(process.env['BENCH_TRANSFERS'] ?? 10_000_000);
const cases = [{ name: 'ledger.hot', payers: 1 }, { name: 'ledger.spread', payers: 1000 }] as const;

/** What the callers waited for: each command, and each payment of a hold and its posting. */
interface Paid {
  readonly commandsPerSecond: number;
  readonly paymentsPerSecond: number;
  readonly commandMs: readonly number[];
}

/** Every caller pays one application after the other until the time is over. Throws where the applications don't last so long. */
export async function pay(queue: LedgerQueue, applicationIds: string[], callers = callersMany, seconds = roundSeconds): Promise<Paid> {
  const commandMs: number[] = [];
  let payments = 0;
  const startedMs = performance.now();
  const isOver = () => performance.now() - startedMs > seconds * 1000;
  const run = async (command: LedgerCommand) => {
    const askedMs = performance.now();
    await queue.run(command);
    commandMs.push(performance.now() - askedMs);
  };
  await Promise.all(Array.from({ length: callers }, async () => {
    for (let applicationId = applicationIds.pop(); applicationId !== undefined && !isOver(); applicationId = applicationIds.pop()) {
      await run({ kind: 'takeHold', applicationId, payoutNo: 1, policy });
      await run({ kind: 'postHold', applicationId, payoutNo: 1 });
      payments += 1;
    }
  }));
  if (applicationIds.length === 0) throw new Error('the round ran out of applications');
  const tookSeconds = (performance.now() - startedMs) / 1000;
  return { commandsPerSecond: commandMs.length / tookSeconds, paymentsPerSecond: payments / tookSeconds, commandMs };
}

const quantile = (values: readonly number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

interface Bench {
  readonly steps: Steps;
  readonly at: (name: string) => string;
  readonly tpcb: Tpcb;
}

/** One case: rounds of the ledger and of pgbench in turns, then a few seconds with 16 callers. */
async function* caseFigures({ steps, at, tpcb }: Bench, { name, payers }: (typeof cases)[number]): AsyncGenerator<Figure> {
  const database = openDatabase(at(name.replace('.', '_')));
  await openPayers(database, env, payers);
  const timed = timeStages(database);
  const queue = new LedgerQueue({ database: timed.database, env });
  const [paid, reference]: [Paid[], number[]] = [[], []];
  let expectedPerSecond = 3_000;
  for (let round = 1; round <= rounds; round += 1) {
    await steps.run({ zh: `${name} 第 ${round} 轮`, en: `${name}, round ${round} of ${rounds}` }, async () => {
      const applicationIds = await submitApproved(database, env, { payers, round, count: Math.ceil(expectedPerSecond * roundSeconds * 2) });
      await database.read('vacuum analyze');
      reference.push(await tpcb.perSecond(at('tpcb'), roundSeconds));
      const result = await pay(queue, applicationIds);
      expectedPerSecond = result.paymentsPerSecond;
      paid.push(result);
    });
  }
  const rates = paid.map(({ commandsPerSecond }) => commandsPerSecond);
  const commands = paid.reduce((sum, { commandMs }) => sum + commandMs.length, 0);
  steps.line(`${name}: rounds of ${rates.map(Math.round).join(', ')} commands/s; pgbench ${reference.map(Math.round).join(', ')} tps`);
  for (const line of stageLines(timed.tookMs, commands)) steps.line(line);
  const few = await pay(queue, await submitApproved(database, env, { payers, round: 0, count: Math.ceil(expectedPerSecond * fewSeconds * 2) }), fewCallers, fewSeconds);
  await database.close();
  yield figure(name, median(rates), '1/s', tpcb.name, median(reference));
  yield figure(`${name}.payments`, median(paid.map(({ paymentsPerSecond }) => paymentsPerSecond)), '1/s', `${tpcb.name}; a payment is a hold and its posting`, median(reference));
  yield figure(`${name}.p99`, median(paid.map(({ commandMs }) => quantile(commandMs, 0.99))), 'ms', 'the limit', p99LimitMs);
  yield figure(`${name}.callers-16`, quantile(few.commandMs, 0.5), 'ms', `the p99 of the same ${fewCallers} callers`, quantile(few.commandMs, 0.99));
}

/** Figure `ledger.trail`: from a payment back to its deposit, p95 of a thousand. */
async function trailFigure({ steps, at }: Omit<Bench, 'tpcb'>): Promise<Figure> {
  const database = openDatabase(at('ledger_trail'));
  try {
    await steps.run({ zh: `${trailTransfers} 笔划拨`, en: `${trailTransfers} transfers` }, () => fillTrail(database, env, trailTransfers));
    const tookMs = await timeTrails(database, trailTransfers);
    steps.line(`ledger.trail: median ${quantile(tookMs, 0.5).toFixed(2)} ms among ${trailTransfers} transfers`);
    return figure('ledger.trail', quantile(tookMs, 0.95), 'ms', `the limit, among ${trailTransfers} transfers`, trailLimitMs);
  } finally {
    await database.close();
  }
}

/**
 * Figures `ledger.hot` and `ledger.spread` in commands a second, median of the rounds, with the same in payments, the p99 of a command and what
 * 16 callers wait; then `ledger.trail`. Single rounds and the cost of each stage go to standard error.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const steps = new Steps(process.stderr);
  const tpcb = await findTpcb();
  const server = await startPostgresServer();
  const at = (name: string) => server.url.replace(/\/postgres$/, `/${name}`);
  try {
    const admin = openDatabase(server.url);
    for (const name of ['tpcb', 'ledger']) await admin.read(`create database ${name}`);
    await migrate(at('ledger'));
    for (const name of [...cases.map((it) => it.name.replace('.', '_')), 'ledger_trail']) await admin.read(`create database ${name} template ledger`);
    await admin.close();
    await steps.run({ zh: 'TPC-B 的表', en: 'tables of TPC-B' }, () => tpcb.prepare(at('tpcb')));
    for (const each of cases) yield* caseFigures({ steps, at, tpcb }, each);
    yield await trailFigure({ steps, at });
  } finally {
    await server.stop();
  }
}
