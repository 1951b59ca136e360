import type { Driver } from './drivers/driver.ts';
import { unmetExpectations } from './expectation.ts';
import { reasonOf } from './known-differences.ts';
import { runScenario } from './run-scenario.ts';
import type { NamedScenario } from './scenario.ts';
import { canonical, type Difference, differences, type Trace } from './trace.ts';

export interface Verdict {
  readonly scenario: NamedScenario;
  readonly unexplained: readonly Difference[];
  readonly explained: readonly (Difference & { readonly reason: string })[];
}

/** Runs a scenario on both engines, or on ours alone where its own expectations judge it. */
export async function judge(scenario: NamedScenario, { zeebe, ours }: { zeebe: Driver; ours: Driver }): Promise<Verdict> {
  const found = scenario.notJudgedBecause === undefined
    ? differences(...(await onBoth(scenario, zeebe, ours)))
    : unmetExpectations(scenario, await runScenario(scenario, ours));
  const told = found.map((difference) => ({ ...difference, reason: reasonOf(scenario.name, difference) }));
  return {
    scenario,
    unexplained: told.filter(({ reason }) => reason === undefined),
    explained: told.flatMap(({ reason, ...difference }) => (reason === undefined ? [] : [{ ...difference, reason }])),
  };
}

/** Both have come to their end, whatever it is, before one that failed is told of. */
async function onBoth(scenario: NamedScenario, zeebe: Driver, ours: Driver): Promise<[Trace, Trace]> {
  const runs = [runScenario(scenario, zeebe), runScenario(scenario, ours)] as const;
  await Promise.allSettled(runs);
  return Promise.all(runs);
}

/** The verdict as lines for a reader; nothing where all is well. */
export function describe({ scenario, unexplained, explained }: Verdict): string[] {
  const place = `${scenario.bullet}/${scenario.name}`;
  return [
    ...unexplained.flatMap(({ step, part, zeebe, ours, detail }) => [`DIFFERS ${place}, step ${step}, ${part}`, `  zeebe: ${canonical(zeebe)}`, `  ours:  ${canonical(ours ?? null)}`, ...(detail ? [`  words: ${detail.replace(/\s+/g, ' ')}`] : [])]),
    ...explained.map(({ step, part, reason }) => `known   ${place}, step ${step}, ${part}: ${reason}`),
  ];
}
