import type { JsonValue } from '@gbc/engine';
import { ProcessFailure, type IncidentErrorType } from '../failure.ts';
import { evaluateFeel, type FeelResult, type FeelScope } from './evaluate.ts';
import { AssertionFailure } from './functions/conversion.ts';
import { toJsonValue } from './json-value.ts';

/** An attribute of a model: `=...` is FEEL, anything else stands for itself. */
export type Expression = { readonly kind: 'static'; readonly text: string } | { readonly kind: 'feel'; readonly source: string };

export function parseExpression(text: string): Expression {
  return text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'static', text };
}

/** What Zeebe says of an expression that failed. */
export function describeFeelFailure(source: string, error: unknown): string {
  const { message } = error as Error;
  return error instanceof AssertionFailure ? `Assertion failure on evaluate the expression '${source}': ${message}` : `failed to evaluate expression '${source}': ${message}`;
}

/** Runs a piece of an evaluation. What FEEL throws (syntax, a failed assertion, a limit) becomes a failure of `errorType`. */
function orFailure<T>(source: string, errorType: IncidentErrorType, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ProcessFailure(errorType, describeFeelFailure(source, error));
  }
}

/** The value as FEEL sees it (temporals as objects). */
function evaluateRaw(expression: Expression, scope: FeelScope): FeelResult {
  if (expression.kind === 'static') return { value: expression.text, warnings: [] };
  return orFailure(expression.source, 'EXTRACT_VALUE_ERROR', () => evaluateFeel(expression.source, scope));
}

/** The value as it enters a variable. */
export function evaluateJson(expression: Expression, scope: FeelScope, errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR') {
  if (expression.kind === 'static') return expression.text;
  return orFailure(expression.source, errorType, () => toJsonValue(evaluateFeel(expression.source, scope).value));
}

const typeOf = (value: unknown) => {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return 'ARRAY';
  return typeof value === 'object' ? 'OBJECT' : (typeof value).toUpperCase();
};

function mismatch(expression: Expression, expected: string, { value, warnings }: FeelResult): ProcessFailure {
  const source = expression.kind === 'feel' ? expression.source : expression.text;
  const reported = warnings.length === 0 ? '' : ` The evaluation reported the following warnings:\n${warnings.join('\n')}`;
  return new ProcessFailure('EXTRACT_VALUE_ERROR', `Expected result of the expression '${source}' to be '${expected}', but was '${typeOf(value)}'.${reported}`);
}

export function evaluateBoolean(expression: Expression, scope: FeelScope): boolean {
  const result = evaluateRaw(expression, scope);
  if (typeof result.value !== 'boolean') throw mismatch(expression, 'BOOLEAN', result);
  return result.value;
}

/** A date, time or duration counts as its text. */
export function evaluateString(expression: Expression, scope: FeelScope): string {
  const result = evaluateRaw(expression, scope);
  const value = result.value !== null && typeof result.value === 'object' && !Array.isArray(result.value) ? toJsonValue(result.value) : result.value;
  if (typeof value !== 'string') throw mismatch(expression, 'STRING', result);
  return value;
}

export function evaluateList(expression: Expression, scope: FeelScope): readonly JsonValue[] {
  const result = evaluateRaw(expression, scope);
  if (!Array.isArray(result.value)) throw mismatch(expression, 'ARRAY', result);
  return toJsonValue(result.value) as readonly JsonValue[];
}

/** A static text must be a decimal integer. */
export function evaluateInteger(expression: Expression, scope: FeelScope): number {
  const result = evaluateRaw(expression, scope);
  const number = expression.kind === 'static' ? Number(result.value) : result.value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw mismatch(expression, 'NUMBER', result);
  return number;
}

/** A static text is split at commas; FEEL must give a list of strings. */
export function evaluateStringList(expression: Expression, scope: FeelScope): readonly string[] {
  if (expression.kind === 'static') return expression.text.split(',').map((item) => item.trim()).filter((item) => item !== '');
  const result = evaluateRaw(expression, scope);
  if (!Array.isArray(result.value) || !result.value.every((item) => typeof item === 'string')) throw mismatch(expression, 'ARRAY', result);
  return result.value as string[];
}
