import type { JsonValue } from '@gbc/engine';
import { equal, less } from '../feel/functions/comparison.ts';
import { evaluateUnaryTests, type FeelScope } from '../feel/evaluate.ts';
import { toJsonValue } from '../feel/json-value.ts';
import type { DecisionTable, TableOutput, TableRule } from './decision-model.ts';
import { attempt, DecisionError, evaluateEntry } from './evaluate-entry.ts';

export interface EvaluatedInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly inputValue: JsonValue;
}

export interface MatchedRule {
  readonly ruleId: string;
  /** From 1. */
  readonly ruleIndex: number;
  readonly outputs: readonly { readonly outputId: string; readonly outputName: string; readonly outputValue: JsonValue }[];
}

/** What a table looked at, filled while it is evaluated, so that it is there where the table fails as well. */
export interface TableTrace {
  readonly inputs: EvaluatedInput[];
  readonly matchedRules: MatchedRule[];
}

/** The values of a matching rule, in the order of the outputs. */
type Hit = readonly unknown[];

const shown = (hits: readonly Hit[], table: DecisionTable) => JSON.stringify(hits.map((hit) => toJsonValue(resultOf(table, hit))));

/** One output is the result itself; several make a context. */
function resultOf({ outputs }: DecisionTable, hit: Hit): unknown {
  return outputs.length === 1 ? hit[0] : Object.fromEntries(outputs.map(({ name }, index) => [name, hit[index]]));
}

function matches(rule: TableRule, inputs: readonly unknown[], scope: FeelScope): boolean {
  return rule.tests.every((tests, index) => tests === '' || attempt(tests, () => evaluateUnaryTests(tests, inputs[index], scope)) === true);
}

/** The places of a hit's values in the lists of output values, most important output first; what is not listed comes last. */
function priorities(table: DecisionTable, hit: Hit, scope: FeelScope): number[] {
  return table.outputs.map(({ values }, index) => {
    const place = values.findIndex((value) => equal(evaluateEntry(value, scope), hit[index]));
    return place < 0 ? values.length : place;
  });
}

function byPriority(table: DecisionTable, hits: readonly Hit[], scope: FeelScope): Hit[] {
  const ranked = hits.map((hit) => ({ hit, places: priorities(table, hit, scope) }));
  const compare = (a: readonly number[], b: readonly number[]) => a.map((place, index) => place - (b[index] as number)).find((difference) => difference !== 0) ?? 0;
  return ranked.toSorted((a, b) => compare(a.places, b.places)).map(({ hit }) => hit);
}

function numbersOf(hits: readonly Hit[]): number[] {
  return hits.map(([value]) => {
    if (typeof value !== 'number') throw new DecisionError(`expected number but found '${JSON.stringify(toJsonValue(value))}'`);
    return value;
  });
}

function collect(table: DecisionTable, hits: readonly Hit[]): unknown {
  switch (table.aggregation) {
    case null: return hits.map((hit) => resultOf(table, hit));
    case 'COUNT': return hits.length;
    case 'SUM': return numbersOf(hits).reduce((sum, value) => sum + value, 0);
    case 'MIN': return numbersOf(hits).reduce((least, value) => (less(value, least) ? value : least));
    case 'MAX': return numbersOf(hits).reduce((most, value) => (less(most, value) ? value : most));
  }
}

function applyHitPolicy(table: DecisionTable, hits: readonly Hit[], scope: FeelScope): unknown {
  const results = (all: readonly Hit[]) => all.map((hit) => resultOf(table, hit));
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (hits.length > 1) throw new DecisionError(`multiple values aren't allowed for UNIQUE hit policy. found: '${shown(hits, table)}'`);
      return results(hits)[0];
    case 'ANY':
      if (!hits.every((hit) => hit.every((value, index) => equal(value, hits[0]?.[index])))) {
        throw new DecisionError(`different values aren't allowed for ANY hit policy. found: '${shown(hits, table)}'`);
      }
      return results(hits)[0];
    case 'FIRST': return results(hits)[0];
    case 'PRIORITY': return results(byPriority(table, hits, scope))[0];
    case 'RULE ORDER': return results(hits);
    case 'OUTPUT ORDER': return results(byPriority(table, hits, scope));
    case 'COLLECT': return collect(table, hits);
  }
}

/** Null, or what the outputs say for that; outputs without a default are left out. */
function defaultResult({ outputs }: DecisionTable, scope: FeelScope): unknown {
  const defaults = outputs.flatMap(({ name, defaultEntry }) => (defaultEntry === null ? [] : [[name, evaluateEntry(defaultEntry, scope)] as const]));
  if (defaults.length < 2) return defaults[0]?.[1] ?? null;
  return Object.fromEntries(defaults);
}

const evaluatedOutput = ({ outputId, outputName }: TableOutput, value: unknown) => ({ outputId, outputName, outputValue: toJsonValue(value) });

/**
 * Evaluates a decision table. No rule matches: the default, else null, whatever the hit policy. Types of inputs and outputs are not
 * enforced: as in Zeebe, a value that a test can't be compared with just does not match. Throws DecisionError where
 * an entry fails or the hit policy does not hold.
 */
export function evaluateTable(table: DecisionTable, scope: FeelScope, trace: TableTrace): unknown {
  const inputs = table.inputs.map(({ inputId, inputName, expression }) => {
    const value = evaluateEntry(expression, scope);
    trace.inputs.push({ inputId, inputName, inputValue: toJsonValue(value) });
    return value;
  });
  const hits: Hit[] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!matches(rule, inputs, scope)) continue;
    const hit = rule.outputs.map((output) => evaluateEntry(output, scope));
    hits.push(hit);
    trace.matchedRules.push({ ruleId: rule.ruleId, ruleIndex: index + 1, outputs: table.outputs.map((output, column) => evaluatedOutput(output, hit[column])) });
    if (table.hitPolicy === 'FIRST') break;
  }
  return hits.length === 0 ? defaultResult(table, scope) : applyHitPolicy(table, hits, scope) ?? null;
}
