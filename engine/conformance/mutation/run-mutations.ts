import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engines } from '../drivers/engines.ts';
import { readScenarios } from '../read-scenarios.ts';
import { runScenario } from '../run-scenario.ts';
import { differences, type Trace } from '../trace.ts';
import { mutations } from './mutations.ts';

const run = promisify(execFile);
const timeoutMs = 240_000;
const repository = join(import.meta.dirname, '..', '..', '..');

/** What the real engine showed of every scenario in which the unbroken engine shows the same. */
async function record({ zeebe, ours }: Engines): Promise<[name: string, trace: Trace][]> {
  const recorded: [string, Trace][] = [];
  for (const scenario of readScenarios().filter(({ notJudgedBecause }) => notJudgedBecause === undefined)) {
    const [real, own] = await Promise.all([runScenario(scenario, zeebe), runScenario(scenario, ours)]);
    if (differences(real, own).length === 0) recorded.push([scenario.name, real]);
  }
  return recorded;
}

/** What tells that the rule is broken: a scenario, else the behaviour suite; undefined where nothing does. */
async function catcherOf(index: number, tracesFile: string): Promise<string | undefined> {
  const breaking = ['--import', join(import.meta.dirname, 'break-engine.ts')];
  const options = { env: { ...process.env, MUTATION: String(index) }, timeout: timeoutMs, cwd: repository };
  const found = await run(process.execPath, [...breaking, join(import.meta.dirname, 'find-difference.ts'), tracesFile], options).then(
    ({ stdout }) => stdout.trim(),
    (error: Error & { killed?: boolean }) => {
      if (error.killed) return 'a scenario comes to no end';
      throw error;
    },
  );
  if (found !== '') return found;
  const suite = run(process.execPath, [...breaking, '--test', 'engine/embedded/embedded.test.ts'], options);
  return suite.then(() => undefined, () => 'engine/embedded/embedded.test.ts');
}

/** Breaks the rules whose description has `pattern` in it, each in a process of its own. Answers the exit code: 1 where one of them isn't noticed. */
export async function runMutations(engines: Engines, pattern: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gbc-mutations-'));
  const tracesFile = join(folder, 'traces.json');
  const startedAt = performance.now();
  let missed = 0;
  try {
    const recorded = await record(engines);
    await engines.close();
    await writeFile(tracesFile, JSON.stringify(recorded));
    console.log(`${recorded.length} scenarios show the same on both engines`);
    const chosen = [...mutations.entries()].filter(([, { breaks }]) => breaks.includes(pattern));
    await Promise.all(Array.from({ length: availableParallelism() }, async () => {
      for (let next = chosen.shift(); next; next = chosen.shift()) {
        const [index, { breaks }] = next;
        const catcher = await catcherOf(index, tracesFile);
        if (catcher === undefined) missed += 1;
        console.log(catcher === undefined ? `MISSED  ${breaks}` : `caught  ${breaks}: ${catcher}`);
      }
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${missed} missed, in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return missed === 0 ? 0 : 1;
}
