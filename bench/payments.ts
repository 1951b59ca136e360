/**
 * Whole payments of the product as `npm start` runs it, through its public HTTP API alone: four people with sessions of their own
 * apply with an e-invoice of 6 kB and two PDFs of 200 kB, review, approve and confirm, many payments at once. The product, its Postgres,
 * the chain, the bank and this program share two cores.
 *
 * Beside it, in turns, payments/intake.ts: the same callers hand the same files to a plain Express program that keeps them encrypted and
 * durably and commits one row. That much no such product can do without, so the ratio says what all the rest costs: sessions,
 * rules, process, ledger, events, log. BENCH_ROUNDS, BENCH_ROUND_SECONDS and BENCH_AT_ONCE ask for other than the usual;
 * BENCH_PROFILE names a file for the V8 profile.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../app/stack.ts';
import { Steps } from '../app/steps.ts';
import { figure, median, type Figure } from './figure.ts';
import { Crew } from './payments/crew.ts';
import { firstThreadCpuMs, processCpuMs, treeCpuMs } from './payments/cpu.ts';
import { inspectableSetting, profileOf, roomsOf } from './payments/profile.ts';
import { amountFen } from './payments/papers.ts';
import { besideIntake, type Intake } from './payments/reference.ts';
import { pinToTwoCores } from './two-cores.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const roundSeconds = Number(process.env['BENCH_ROUND_SECONDS'] ?? 20);
const warmUpSeconds = Math.min(roundSeconds, 10);
/** Payments under way at any moment. */
const atOnce = Number(process.env['BENCH_AT_ONCE'] ?? 32);
const profilePath = process.env['BENCH_PROFILE'];

/** CPU time by who took it, in ms; of a round, or a payment. */
type Cpu = Readonly<Record<string, number>>;

interface Round {
  readonly perSecond: number;
  readonly tookMs: readonly number[];
  /** ms a payment. */
  readonly cpu: Cpu;
}

const quantile = (values: readonly number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const sum = (cpu: Cpu) => Object.values(cpu).reduce((all, ms) => all + ms, 0);

/** Keeps `atOnce` under way for so long, and waits for the last: all that was begun is counted with all that it took. */
async function keepBusy(seconds: number, one: () => Promise<void>, readCpu: () => Cpu): Promise<Round> {
  const tookMs: number[] = [];
  const before = readCpu();
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (performance.now() - startedMs < seconds * 1000) {
      const beganMs = performance.now();
      await one();
      tookMs.push(performance.now() - beganMs);
    }
  }));
  const perSecond = tookMs.length / ((performance.now() - startedMs) / 1000);
  const after = readCpu();
  const cpu = Object.fromEntries(Object.entries(after).map(([who, ms]) => [who, (ms - (before[who] ?? 0)) / tookMs.length]));
  return { perSecond, tookMs, cpu };
}

function generatorCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function productCpu(stack: Stack): Cpu {
  const { parent = 0, postgres = 0, evmNode = 0, bank = 0 } = stack.pids();
  const eventLoop = firstThreadCpuMs(parent);
  return {
    'product, event loop': eventLoop,
    'product, other threads': processCpuMs(parent) - eventLoop,
    Postgres: treeCpuMs(postgres),
    'EVM node': treeCpuMs(evmNode),
    bank: treeCpuMs(bank),
    'load generator': generatorCpuMs(),
  };
}

const intakeCpu = ({ pids }: Intake): Cpu => ({ program: processCpuMs(pids.program), Postgres: treeCpuMs(pids.postgres), 'load generator': generatorCpuMs() });

/** A line for each part of what a payment took, the largest first. */
function cpuLines(cpu: Cpu): string[] {
  return Object.entries(cpu).toSorted(([, one], [, other]) => other - one).map(([who, ms]) => `  ${who.padEnd(26)} ${ms.toFixed(2).padStart(7)} ms a payment`);
}

/** The middle of each part. */
const medianCpu = (all: readonly Round[]): Cpu => Object.fromEntries(Object.keys(all[0]?.cpu ?? {}).map((who) => [who, median(all.map(({ cpu }) => cpu[who] ?? 0))]));

/**
 * What a payment takes of the product's event loop, by room. The profile tells the shares alone: its times hold also those in which
 * somebody else had the core.
 */
async function roomCpu(stack: Stack, crew: Crew): Promise<Cpu> {
  let eventLoopMs = 0;
  const profile = await profileOf(stack.child, async () => {
    const { cpu } = await keepBusy(warmUpSeconds, () => crew.pay(), () => productCpu(stack));
    eventLoopMs = cpu['product, event loop'] ?? 0;
  });
  if (profilePath) writeFileSync(profilePath, JSON.stringify(profile));
  const rooms = Object.fromEntries(roomsOf(profile));
  return Object.fromEntries(Object.entries(rooms).map(([room, ms]) => [room, (ms / sum(rooms)) * eventLoopMs]));
}

async function measure(steps: Steps, stack: Stack, intake: Intake): Promise<{ paid: Round[]; taken: Round[] }> {
  const crew = await steps.run({ zh: '首批拨款', en: 'the demonstration’s first payments' }, () => Crew.open(stack.url));
  const pay = (seconds: number) => keepBusy(seconds, () => crew.pay(), () => productCpu(stack));
  const take = (seconds: number) => keepBusy(seconds, () => intake.take(crew.nextPapers()), () => intakeCpu(intake));
  await steps.run({ zh: '预热', en: 'warm-up' }, async () => void (await take(warmUpSeconds / 2), await pay(warmUpSeconds)));
  const before = await crew.receivedFen();
  const [paid, taken]: [Round[], Round[]] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    await steps.run({ zh: `第 ${round} 轮`, en: `round ${round} of ${rounds}` }, async () => {
      taken.push(await take(roundSeconds));
      paid.push(await pay(roundSeconds));
    });
    steps.line(`  ${paid.at(-1)?.perSecond.toFixed(1)} payments/s, intake ${taken.at(-1)?.perSecond.toFixed(1)}/s; load average ${loadavg()[0]?.toFixed(1)}`);
  }
  const payments = paid.reduce((all, { tookMs }) => all + tookMs.length, 0);
  const received = await crew.receivedFen() - before;
  if (received !== payments * amountFen) throw new Error(`${payments} payments were confirmed, but the payee has received ${received} fen`);
  for (const line of cpuLines(medianCpu(paid))) steps.line(line);
  const rooms = await steps.run({ zh: '按房间的剖析', en: 'profile by room' }, () => roomCpu(stack, crew));
  steps.line('  of the product’s event loop, by room (while a profile is taken, which costs something itself):');
  for (const line of cpuLines(rooms)) steps.line(`  ${line}`);
  crew.close();
  return { paid, taken };
}

/**
 * Figures `payments.whole` (payments a second, median of the rounds), `payments.p50` and `payments.p99` (ms from the draft to the end of
 * the process) and `payments.cpu` (ms of all processes a payment, this one’s too). CPU by process and by room goes to standard error.
 */
export async function* figures(): AsyncGenerator<Figure> {
  pinToTwoCores();
  const steps = new Steps(process.stderr);
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-bench-payments-'));
  // The figures go by HTTP alone: nothing waits for a web app to be built.
  const stack = await startStack({ dataDir, settings: { WEB_DIR: join(dataDir, 'no-web-app'), ...inspectableSetting } });
  try {
    const { paid, taken } = await besideIntake((intake) => measure(steps, stack, intake));
    const all = (list: readonly Round[], share: number) => quantile(list.flatMap(({ tookMs }) => tookMs), share);
    const reference = 'the same files taken in, encrypted and kept, one commit a payment';
    yield figure('payments.whole', median(paid.map(({ perSecond }) => perSecond)), '1/s', reference, median(taken.map(({ perSecond }) => perSecond)));
    yield figure('payments.p50', all(paid, 0.5), 'ms', reference, all(taken, 0.5));
    yield figure('payments.p99', all(paid, 0.99), 'ms', reference, all(taken, 0.99));
    yield figure('payments.cpu', median(paid.map(({ cpu }) => sum(cpu))), 'ms', reference, median(taken.map(({ cpu }) => sum(cpu))));
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
