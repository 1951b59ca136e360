import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import fc from 'fast-check';
import { EngineError, type Resource, type Variables } from '@gbc/engine';
import { bpmn, decision, dmn, dmnFile, form, literal, path, resource, service, start } from '@gbc/engine/behaviour';
import { type EmbeddedHarness, openHarness } from '@gbc/engine-embedded/testing';
import { createTestDatabase } from '@gbc/prisma/testing';
import { feelText } from './feel-text.ts';
import { mutatedText } from './mutated-text.ts';
import { oddVariables } from './odd-variables.ts';

const answerMsMax = 20_000;

/** The answer of a command, or undefined where it was refused; anything else than a refusal fails the test. */
async function answered<T>(command: Promise<T>): Promise<T | undefined> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`no answer within ${answerMsMax} ms`)), answerMsMax).unref());
  try {
    return await Promise.race([command, late]);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'INVALID_ARGUMENT') return undefined;
    throw error;
  }
}

const processes = join(import.meta.dirname, '..', '..', 'processes');
const models = globSync('**/*.{bpmn,dmn,form}', { cwd: processes }).sort().map((file) => readFileSync(join(processes, file), 'utf8'));
const small = [
  bpmn('fuzzed', start() + service('work', 'fuzzed-work', { inputs: [['=a + 1', 'b']] }) + path('start', 'work')),
  dmn('fuzzed', { hitPolicy: 'COLLECT', aggregation: 'SUM', inputs: [['n', 'number']], outputs: [{ name: 'size', values: '1,2', byDefault: '3' }], rules: [['> 1', '1'], ['not(3)', '2']] }),
  form('fuzzed'),
];

const resourceOf = (text: string): Resource => resource(`fuzzed${text.includes('DMN') ? '.dmn' : extname(text.startsWith('{') ? '.form' : '.bpmn')}`, text);

/** One engine under random input. What it refuses must leave no trace, and in the end it must work as before. */
class FuzzedEngine {
  readonly #harness: EmbeddedHarness;
  readonly #steady = resource('steady.bpmn', bpmn('steady', start() + service('work', 'steady-work') + path('start', 'work')));

  constructor(harness: EmbeddedHarness) {
    this.#harness = harness;
  }

  async deploys(text: string): Promise<void> {
    await answered(this.#harness.engine.deploy([resourceOf(text)]));
  }

  /** A decision of this expression is refused, fails, or answers something that is JSON. */
  async evaluates(expression: string): Promise<void> {
    const file = resource('expression.dmn', dmnOf(expression));
    if (!(await answered(this.#harness.engine.deploy([file])))) return;
    const variables = { a: 1, b: 'text', list: [1, 2, 3], ctx: { a: { b: null } }, 'x y': true };
    const answer = await answered(this.#harness.engine.explainDecision({ decisionId: 'expression' }, variables));
    if (answer?.failure === null) assert.deepEqual(JSON.parse(JSON.stringify(answer.output)), answer.output);
  }

  /** Variables are refused, or come back as JSON has them. */
  async keeps(variables: Variables): Promise<void> {
    const { engine } = this.#harness;
    const answer = await answered(engine.evaluateDecision({ decisionId: 'echo' }, { kept: variables }));
    if (answer) assert.deepEqual(answer.output, JSON.parse(JSON.stringify(variables)));
    const instance = await answered(engine.createInstance({ processId: 'steady', variables }));
    if (!instance) return;
    await answered(engine.setVariables(instance.processInstanceKey, variables, { local: true }));
    await engine.cancelInstance(instance.processInstanceKey);
  }

  async prepare(): Promise<void> {
    await this.#harness.engine.deploy([this.#steady, resource('echo.dmn', dmnOf('kept', 'echo'))]);
  }

  /** What was deployed before is still the newest of its name, and nothing went wrong inside. */
  async isUnharmed(): Promise<void> {
    const again = await this.#harness.engine.deploy([this.#steady]);
    assert.deepEqual(again.processes.map(({ version, duplicate }) => [version, duplicate]), [[1, true]]);
    const instance = await this.#harness.engine.createInstance({ processId: 'steady' });
    await this.#harness.engine.cancelInstance(instance.processInstanceKey);
    assert.equal(({} as Record<string, unknown>)['a'], undefined);
    assert.deepEqual(this.#harness.errors, []);
  }
}

/** One decision of this expression, without the characters that XML can't hold. */
const dmnOf = (expression: string, decisionId = 'expression') =>
  dmnFile(decisionId, decision(decisionId, literal(expression.replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '').toWellFormed())));

/** Throws where an engine does not stand `runs` random inputs: half models, a third expressions, the rest variables. */
export async function fuzzEngine(runs: number, seed: number): Promise<void> {
  const database = await createTestDatabase();
  const harness = await openHarness(database);
  const engine = new FuzzedEngine(harness);
  try {
    await engine.prepare();
    const check = <T>(part: number, input: fc.Arbitrary<T>, work: (input: T) => Promise<void>) =>
      fc.assert(fc.asyncProperty(input, work), { numRuns: Math.ceil(runs * part), seed, endOnFailure: true });
    await check(1 / 4, mutatedText(models), (text) => engine.deploys(text));
    await check(1 / 4, mutatedText(small), (text) => engine.deploys(text));
    await check(1 / 3, feelText, (expression) => engine.evaluates(expression));
    await check(1 / 6, oddVariables, (variables) => engine.keeps(variables));
    await engine.isUnharmed();
  } finally {
    await harness.close();
    await database.drop();
  }
}
