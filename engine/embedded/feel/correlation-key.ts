import { ProcessFailure } from '../failure.ts';
import type { FeelScope } from './evaluate.ts';
import { evaluateJson, type Expression } from './expression.ts';

/** The text that messages and instances are matched by: a string, or a number as a 64-bit integer, without its fraction. Anything else is EXTRACT_VALUE_ERROR. */
export function evaluateCorrelationKey(expression: Expression, scope: FeelScope): string {
  const value = evaluateJson(expression, scope);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(BigInt.asIntN(64, BigInt(Math.trunc(value))));
  const source = expression.kind === 'feel' ? expression.source : expression.text;
  const actual = value === null ? 'NULL' : Array.isArray(value) ? 'ARRAY' : typeof value === 'object' ? 'OBJECT' : (typeof value).toUpperCase();
  throw new ProcessFailure('EXTRACT_VALUE_ERROR', `Failed to extract the correlation key for '${source}': The value must be either a string or a number, but was '${actual}'.`);
}
