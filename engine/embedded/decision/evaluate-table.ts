import type { JsonValue } from '@gbc/engine';
import { evaluateFeel, evaluateUnaryTests, type FeelScope } from '../feel/evaluate.ts';
import { toJsonValue } from '../feel/json-value.ts';
import type { DecisionInput, DecisionRule, DecisionTable } from './decision-table.ts';

/** The table has no answer for these inputs. */
export class DecisionError extends Error {
  override readonly name = 'DecisionError';
}

export interface DecisionResult {
  readonly output: JsonValue;
  /** Numbers of the rules that matched, from 1. */
  readonly matchedRules: readonly number[];
}

/** Runs a piece of a table; an error in it tells where it was. */
function at<T>(table: DecisionTable, place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DecisionError(`decision '${table.decisionId}', ${place}: ${(error as Error).message}`);
  }
}

function evaluateInput(input: DecisionInput, scope: FeelScope): unknown {
  const value = evaluateFeel(input.expression, scope).value ?? null;
  if (input.type !== null && value !== null && typeof value !== input.type) throw new Error(`expected '${input.type}' but was '${JSON.stringify(toJsonValue(value))}'`);
  return value;
}

function output(table: DecisionTable, rule: DecisionRule, number: number, scope: FeelScope): JsonValue {
  const values = rule.outputs.map((source) => at(table, `rule ${number}`, () => toJsonValue(source === '' ? null : evaluateFeel(source, scope).value)));
  if (values.length === 1) return values[0] as JsonValue;
  return Object.fromEntries(table.outputNames.map((name, index) => [name, values[index] as JsonValue]));
}

/**
 * Evaluates a decision table. No rule matches: the output is null. Throws DecisionError where an entry fails, an input
 * has another type than it says, or two rules of a unique table match.
 */
export function evaluateTable(table: DecisionTable, scope: FeelScope): DecisionResult {
  const inputs = table.inputs.map((input) => at(table, `input '${input.label}'`, () => evaluateInput(input, scope)));
  const matches = (rule: DecisionRule, number: number) =>
    rule.tests.every((tests, index) => tests === '' || at(table, `rule ${number}`, () => evaluateUnaryTests(tests, inputs[index], scope) === true));
  const matchedRules: number[] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!matches(rule, index + 1)) continue;
    matchedRules.push(index + 1);
    if (table.hitPolicy === 'FIRST') break;
  }
  const [first, second] = matchedRules;
  if (second !== undefined) throw new DecisionError(`decision '${table.decisionId}': hit policy UNIQUE, but rules ${matchedRules.join(' and ')} match`);
  if (first === undefined) return { output: null, matchedRules };
  return { output: output(table, table.rules[first - 1] as DecisionRule, first, scope), matchedRules };
}
