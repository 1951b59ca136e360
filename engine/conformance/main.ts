/**
 * `npm run conformance`: every scenario, and with `--random N` that many seeded random processes, on real Zeebe and on our engine,
 * through the same gRPC client. `--only PATTERN` picks scenarios by `bullet/name`, `--seed S` the random processes; `--mutations`
 * breaks our engine in known ways instead, one at a time, and tells what caught each. Exits 1 on a difference that isn't known.
 */
import { parseArgs } from 'node:util';
import { type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { createTemplateDatabase } from '@gbc/prisma/testing';
import { startPostgresServer } from '../../test/postgres-server.ts';
import { EmbeddedDriver } from './drivers/embedded-driver.ts';
import { ZeebeDriver } from './drivers/zeebe-driver.ts';
import { describe, judge, type Verdict } from './judge.ts';
import { runMutations } from './mutation/run-mutations.ts';
import { randomScenario } from './random/random-scenario.ts';
import { readScenarios } from './read-scenarios.ts';

const { values: flags } = parseArgs({
  options: { only: { type: 'string', default: '' }, random: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' }, mutations: { type: 'boolean', default: false } },
});

async function compare(zeebe: RealZeebe): Promise<number> {
  const drivers = { zeebe: new ZeebeDriver(zeebe), ours: await EmbeddedDriver.open() };
  const verdicts: Verdict[] = [];
  const startedAt = performance.now();
  try {
    for (const scenario of [...readScenarios(flags.only), ...randomScenarios()]) {
      const verdict = await judge(scenario, drivers);
      verdicts.push(verdict);
      for (const line of describe(verdict)) console.log(line);
    }
  } finally {
    await drivers.ours.close();
    await drivers.zeebe.close();
  }
  const differing = verdicts.filter(({ unexplained }) => unexplained.length > 0);
  const known = verdicts.filter(({ explained }) => explained.length > 0);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${verdicts.length} compared in ${seconds} s, ${differing.length} differ, ${known.length} differ as they are known to`);
  return differing.length === 0 ? 0 : 1;
}

function* randomScenarios() {
  const first = Number(flags.seed);
  for (let seed = first; seed < first + Number(flags.random); seed++) yield randomScenario(seed);
}

async function run(): Promise<number> {
  const zeebe = await startRealZeebe();
  if ('skipped' in zeebe) {
    console.log(`skipped: ${zeebe.skipped}`);
    return 0;
  }
  const server = process.env['TEST_DATABASE_URL'] ? undefined : await startPostgresServer();
  process.env['TEST_DATABASE_URL'] ??= server?.url;
  try {
    await createTemplateDatabase();
    return await (flags.mutations ? runMutations(zeebe, flags.only) : compare(zeebe));
  } finally {
    await zeebe.stop();
    await server?.stop();
  }
}

// Said outright: the embedded server's package hooks into the exit and would answer 0 for us.
process.exit(await run());
