/**
 * Runs scenarios on our engine alone and compares with traces that were recorded before. argv[2] is a file with pairs of scenario
 * name and trace. Prints the name of the first scenario that differs, or nothing.
 */
import { readFileSync } from 'node:fs';
import { EmbeddedDriver } from '../drivers/embedded-driver.ts';
import { readScenarios } from '../read-scenarios.ts';
import { runScenario } from '../run-scenario.ts';
import { differences, type Trace } from '../trace.ts';

const recorded = new Map(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as [name: string, trace: Trace][]);

/** Name of the first scenario that differs; one that the broken engine can't even finish differs too. */
async function firstDiffering(driver: EmbeddedDriver): Promise<string | undefined> {
  for (const scenario of readScenarios()) {
    const expected = recorded.get(scenario.name);
    if (!expected) continue;
    const differs = await runScenario(scenario, driver).then((trace) => differences(expected, trace).length > 0, () => true);
    if (differs) return `${scenario.bullet}/${scenario.name}`;
  }
  return undefined;
}

const found = await firstDiffering(await EmbeddedDriver.open());
if (found) console.log(found);
process.exit(0); // a broken engine may not close any more
