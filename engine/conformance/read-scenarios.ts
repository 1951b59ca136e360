import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { NamedScenario, Scenario, Step } from './scenario.ts';

const folder = join(import.meta.dirname, 'scenarios');

const scenarioKeys = ['about', 'notJudgedBecause', 'process', 'processes', 'decisions', 'forms', 'files', 'jobTypes', 'jobTimeout', 'steps'];
const job = ['nth', 'answered'];
/** The words that may stand beside each verb. */
const stepKeys: Readonly<Record<string, readonly string[]>> = {
  deploy: [], create: ['version', 'variables', 'as', 'at', 'result'],
  complete: ['variables', ...job], fail: ['retries', 'backOff', 'message', 'variables', ...job], throw: ['code', 'message', 'variables', ...job],
  retriesOf: ['retries', ...job], timeoutOf: ['timeout', ...job],
  publish: ['key', 'ttl', 'id', 'variables'], broadcast: ['variables'], advance: [], set: ['in', 'local', 'of'], resolve: ['again'],
  modify: ['of'], cancel: [], completeTask: ['variables'], assignTask: ['to'], delete: ['version'], evaluate: ['variables'],
};

function checkKeys(place: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`${place}: unknown word '${unknown}'`);
}

const verbOf = (step: Step): string => Object.keys(step)[0] ?? '';

function checked(name: string, scenario: Scenario): Scenario {
  checkKeys(name, scenario, scenarioKeys);
  scenario.steps.forEach((step, index) => {
    const verb = verbOf(step);
    const known = stepKeys[verb];
    if (!known) throw new Error(`${name}, step ${index + 1}: unknown verb '${verb}'`);
    checkKeys(`${name}, step ${index + 1}`, step, [verb, 'expect', ...known]);
  });
  const expects = scenario.steps.some(({ expect }) => expect);
  if (expects !== (scenario.notJudgedBecause !== undefined)) throw new Error(`${name}: 'expect' and 'notJudgedBecause' belong together`);
  return scenario;
}

/** The scenarios whose `bullet/name` has `pattern` in it, in the order of their names. Throws where a file says what nobody understands. */
export function readScenarios(pattern = ''): NamedScenario[] {
  const files = globSync('*/*.yaml', { cwd: folder }).sort().filter((file) => file.includes(pattern));
  return files.map((file) => {
    const name = basename(file, '.yaml');
    return { ...checked(file, parse(readFileSync(join(folder, file), 'utf8')) as Scenario), name, bullet: dirname(file) };
  });
}
