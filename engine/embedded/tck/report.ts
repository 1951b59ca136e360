import { explanations } from './explanations.ts';
import type { CaseResult } from './run-case.ts';

const header = 'case,result,difference';
const quote = (text: string) => `"${text.replaceAll('"', '""').replace(/\s+/g, ' ')}"`;

/** One line a case: its id, whether it passed, and what was different. */
export function toCsv(results: readonly CaseResult[]): string {
  const lines = results.map(({ id, reason }) => `${quote(id)},${reason === null ? 'passed,' : `failed,${quote(reason)}`}`);
  return `${[header, ...lines].join('\n')}\n`;
}

/** The ids of the cases that passed and of those that did not, as a list says. */
export function fromCsv(csv: string): Map<string, 'passed' | 'failed'> {
  const lines = csv.trimEnd().split('\n').slice(1);
  return new Map(lines.map((line) => {
    const [, id = '', result] = /^"((?:[^"]|"")*)",(passed|failed),/.exec(line) ?? [];
    return [id.replaceAll('""', '"'), result === 'passed' ? 'passed' : 'failed'];
  }));
}

const modelOf = ({ id }: CaseResult) => id.split('/')[1] ?? '';
const why = (model: string) => explanations.find(([start]) => model.startsWith(start))?.[1] ?? 'see the list';

/** How many passed by level, and why the others did not. */
export function summary(results: readonly CaseResult[]): string {
  const levels = Map.groupBy(results, ({ level }) => level);
  const failed = Map.groupBy(results.filter(({ reason }) => reason !== null), modelOf);
  const reasons = Map.groupBy(Array.from(failed), ([model]) => why(model));
  const sorted = Array.from(reasons, ([reason, models]) => ({
    reason, models: models.map(([model]) => model).join(', '), count: models.reduce((sum, [, cases]) => sum + cases.length, 0),
  })).sort((a, b) => b.count - a.count);
  return [
    '# Results of the DMN Technology Compatibility Kit',
    '',
    'Written by `npm run dmn-tck`; the kit is read from `DMN_TCK_DIR`. `test/dmn-tck.test.ts` holds the engine to `results.csv`, case by case.',
    'The kit puts many decisions into a file: what is refused is taken out, and its cases fail; the engine would refuse such a file.',
    '',
    '| level | passed | of |',
    '|---|---|---|',
    ...Array.from(levels, ([level, of]) => `| ${level} | ${of.filter(({ reason }) => reason === null).length} | ${of.length} |`),
    '',
    '| not passing | why | models |',
    '|---|---|---|',
    ...sorted.map(({ reason, models, count }) => `| ${count} | ${reason} | ${models} |`),
    '',
  ].join('\n');
}
