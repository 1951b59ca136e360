import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedDriver } from '../drivers/embedded-driver.ts';
import { readScenarios } from '../read-scenarios.ts';
import { runScenario } from '../run-scenario.ts';
import type { Trace } from '../trace.ts';
import { mutations, type Mutation } from './mutations.ts';

const run = promisify(execFile);
const timeoutMs = 240_000;
const repository = join(import.meta.dirname, '..', '..', '..');

/** What the unbroken engine shows of every scenario; that it is what the real one shows, the comparison tells. */
async function record(): Promise<[name: string, trace: Trace][]> {
  const driver = await EmbeddedDriver.open();
  const recorded: [string, Trace][] = [];
  for (const scenario of readScenarios()) recorded.push([scenario.name, await runScenario(scenario, driver)]);
  await driver.close();
  return recorded;
}

/** What tells that the rule is broken: a scenario, else the behaviour suite; undefined where nothing does. */
async function catcherOf({ file, text, by }: Mutation, tracesFile: string): Promise<string | undefined> {
  const breaking = ['--import', join(repository, 'test/break-rule.ts')];
  const options = { env: { ...process.env, BREAK: JSON.stringify({ file: `engine/embedded/${file}`, text, by }) }, timeout: timeoutMs, cwd: repository };
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
export async function runMutations(pattern: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gbc-mutations-'));
  const tracesFile = join(folder, 'traces.json');
  const startedAt = performance.now();
  let missed = 0;
  try {
    await writeFile(tracesFile, JSON.stringify(await record()));
    const chosen = mutations.filter(({ breaks }) => breaks.includes(pattern));
    await Promise.all(Array.from({ length: availableParallelism() }, async () => {
      for (let next = chosen.shift(); next; next = chosen.shift()) {
        const { breaks } = next;
        const catcher = await catcherOf(next, tracesFile);
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
