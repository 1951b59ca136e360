/**
 * `npm run conformance`: every scenario, and with `--random N` that many seeded random processes from `--seed S` on, on real Zeebe and
 * on our engine, through the same gRPC client. `--only PATTERN` picks scenarios by `bullet/name`, `--seeds 23,79` runs those random
 * processes and nothing else. `--mutations` breaks our engine in known ways instead, each in a process of its own, and tells what caught
 * each; it needs no Zeebe. Exits 1 on a difference that isn't known, or a broken rule that nothing caught.
 */
import { parseArgs } from 'node:util';
import { createTemplateDatabase } from '@gbc/prisma/testing';
import { startPostgresServer } from '../../test/postgres-server.ts';
import { type Engines, openEngines } from './drivers/engines.ts';
import { describe, judge, type Verdict } from './judge.ts';
import { runMutations } from './mutation/run-mutations.ts';
import { randomScenario } from './random/random-scenario.ts';
import { readScenarios } from './read-scenarios.ts';

const { values: flags } = parseArgs({
  options: { only: { type: 'string', default: '' }, random: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' }, seeds: { type: 'string' }, mutations: { type: 'boolean', default: false } },
});

/** Compares all that was chosen. Where an engine comes to no end, that counts as a difference, and new ones go on with the next. */
async function compare(first: Engines): Promise<number> {
  let engines = first;
  const verdicts: Verdict[] = [];
  let failed = 0;
  const startedAt = performance.now();
  for (const scenario of chosenScenarios()) {
    try {
      const verdict = await judge(scenario, engines);
      verdicts.push(verdict);
      for (const line of describe(verdict)) console.log(line);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${scenario.bullet}/${scenario.name}: ${(error as Error).message}`);
      await engines.close();
      const next = await openEngines();
      if ('skipped' in next) throw new Error(next.skipped, { cause: error });
      engines = next;
    }
  }
  await engines.close();
  const differing = verdicts.filter(({ unexplained }) => unexplained.length > 0);
  const known = verdicts.filter(({ explained }) => explained.length > 0);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${verdicts.length} compared in ${seconds} s, ${differing.length} differ, ${known.length} differ as they are known to, ${failed} failed`);
  return differing.length + failed === 0 ? 0 : 1;
}

function* chosenScenarios() {
  if (flags.seeds !== undefined) return yield* flags.seeds.split(',').map((seed) => randomScenario(Number(seed)));
  yield* readScenarios(flags.only);
  const first = Number(flags.seed);
  for (let seed = first; seed < first + Number(flags.random); seed++) yield randomScenario(seed);
}

async function run(): Promise<number> {
  const server = process.env['TEST_DATABASE_URL'] ? undefined : await startPostgresServer();
  process.env['TEST_DATABASE_URL'] ??= server?.url;
  try {
    await createTemplateDatabase();
    if (flags.mutations) return await runMutations(flags.only);
    const engines = await openEngines();
    if (!('skipped' in engines)) return await compare(engines);
    console.log(`skipped: ${engines.skipped}`);
    return 0;
  } finally {
    await server?.stop();
  }
}

// Said outright: the embedded server's package hooks into the exit and would answer 0 for us.
process.exit(await run());
