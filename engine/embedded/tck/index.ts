import { readCases } from './read-cases.ts';
import { type CaseResult, CaseRunner } from './run-case.ts';

export { fromCsv, summary, toCsv } from './report.ts';
export type { CaseResult } from './run-case.ts';

/** Runs every case of the kit in a folder, in the kit's order. */
export async function runTck(tckFolder: string): Promise<CaseResult[]> {
  const runner = new CaseRunner(new Date());
  const results: CaseResult[] = [];
  for (const tckCase of readCases(tckFolder)) results.push(await runner.run(tckCase));
  return results;
}
