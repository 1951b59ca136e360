import { ProcessFailure, type IncidentErrorType } from '../failure.ts';
import { evaluateFeel, type FeelScope } from './evaluate.ts';
import { toJsonValue } from './json-value.ts';

/** An attribute of a model: `=...` is FEEL, anything else stands for itself. */
export type Expression = { readonly kind: 'static'; readonly text: string } | { readonly kind: 'feel'; readonly source: string };

export function parseExpression(text: string): Expression {
  return text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'static', text };
}

/** The value as FEEL sees it (temporals as objects). A syntax error or a failed assertion becomes a failure of `errorType`. */
export function evaluateRaw(expression: Expression, scope: FeelScope, errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR'): unknown {
  if (expression.kind === 'static') return expression.text;
  try {
    return evaluateFeel(expression.source, scope).value;
  } catch (error) {
    throw new ProcessFailure(errorType, `Failed to evaluate expression '${expression.source}': ${(error as Error).message}`);
  }
}

/** The value as it enters a variable. */
export function evaluateJson(expression: Expression, scope: FeelScope, errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR') {
  return toJsonValue(evaluateRaw(expression, scope, errorType));
}

function mismatch(expression: Expression, expected: string, value: unknown): ProcessFailure {
  const source = expression.kind === 'feel' ? expression.source : expression.text;
  const actual = value === null || value === undefined ? 'NULL' : Array.isArray(value) ? 'ARRAY' : typeof value === 'object' ? 'OBJECT' : (typeof value).toUpperCase();
  return new ProcessFailure('EXTRACT_VALUE_ERROR', `Expected result of the expression '${source}' to be '${expected}', but was '${actual}'.`);
}

export function evaluateBoolean(expression: Expression, scope: FeelScope): boolean {
  const value = evaluateRaw(expression, scope);
  if (typeof value !== 'boolean') throw mismatch(expression, 'BOOLEAN', value);
  return value;
}

export function evaluateString(expression: Expression, scope: FeelScope): string {
  const value = evaluateJson(expression, scope);
  if (typeof value !== 'string') throw mismatch(expression, 'STRING', value);
  return value;
}

/** A static text must be a decimal integer. */
export function evaluateInteger(expression: Expression, scope: FeelScope): number {
  const value = evaluateRaw(expression, scope);
  const number = expression.kind === 'static' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw mismatch(expression, 'NUMBER', value);
  return number;
}

/** A static text is split at commas; FEEL must give a list of strings. */
export function evaluateStringList(expression: Expression, scope: FeelScope): readonly string[] {
  if (expression.kind === 'static') return expression.text.split(',').map((item) => item.trim()).filter((item) => item !== '');
  const value = evaluateJson(expression, scope);
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw mismatch(expression, 'ARRAY', value);
  return value as string[];
}
