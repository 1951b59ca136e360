import { evaluate, FeelDate, FeelDateTime, FeelDuration, type FeelFunction, FeelRange, FeelTime } from 'feelin';
import { spend, weigh } from '../limits.ts';

type Comparison = (a: unknown, b: unknown) => unknown;
const operator = (symbol: string): Comparison => (evaluate(`function(a, b) a ${symbol} b`).value as FeelFunction).fn as Comparison;
const equalTo = operator('=');
const lessThan = operator('<');

/** FEEL's `=`; null where the two can't be compared. */
export function compareEqual(a: unknown, b: unknown): boolean | null {
  spend(1);
  weigh(a);
  return equalTo(a, b) as boolean | null;
}

/** FEEL's `=`; false where the two can't be compared. */
export const equal = (a: unknown, b: unknown): boolean => compareEqual(a, b) === true;

/** FEEL's `<`; null where the two can't be compared. */
export function less(a: unknown, b: unknown): boolean | null {
  spend(1);
  return lessThan(a, b) as boolean | null;
}

/** The kind of a value as ranges name it; null for what has no order. */
function orderOf(value: unknown): string | null {
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date time';
  if (value instanceof FeelDuration) return 'duration';
  return typeof value === 'number' || typeof value === 'string' ? typeof value : null;
}

const { includes } = FeelRange.prototype;

/**
 * feelin compares a value with a bound of another type as JavaScript does (`"5" > 3` is true). FEEL has no answer there. All its
 * comparisons (`<`, `between`, `in`, unary tests) ask a range, so this is the one place to say so.
 */
FeelRange.prototype.includes = function (value: unknown): boolean | null {
  if (this.valueType !== null && !(value instanceof FeelRange) && orderOf(value) !== this.valueType) return null;
  return includes.call(this, value);
};
