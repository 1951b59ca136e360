import { duration, evaluate, FeelDate, FeelDateTime, FeelDuration, type FeelFunction } from 'feelin';
import { internalNames } from '../instrument.ts';
import { type Builtins, named } from './signature.ts';

type Operation = (a: unknown, b: unknown) => unknown;

/** feelin's own operator, for dates, times and durations. Its warnings are dropped: they would gather without end. */
function operator(symbol: string): Operation {
  const { value, warnings } = evaluate(`function(a, b) a ${symbol} b`);
  const { fn } = value as FeelFunction;
  return (a, b) => {
    const result: unknown = fn(a, b);
    warnings.length = 0;
    return result;
  };
}
const temporalSum = operator('+');
const temporalDifference = operator('-');

const decimalsMax = 15;

/** Decimals of a number as it is written. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return (mantissa.split('.')[1]?.length ?? 0) - Number(exponent);
}

/** Sums and products of decimals have no more decimals than these; what a double has beyond them is error. */
const rounded = (value: number, decimals: number) => (decimals === 0 || decimals > decimalsMax ? value : Number(value.toFixed(decimals)));

type Zoned = FeelDateTime & { readonly zone: string };
const isZoned = (value: unknown): value is Zoned => value instanceof FeelDateTime && value.zone !== null;
const epochMilliseconds = (value: Zoned) => value.unwrap().toZonedDateTime(value.zone).epochMilliseconds;
const areNumbers = (a: unknown, b: unknown) => typeof a === 'number' && typeof b === 'number';

const monthsOf = ({ years, months }: FeelDuration) => (years ?? 0) * 12 + (months ?? 0);
const millisecondsOf = (value: FeelDuration) => value.unwrap().total({ unit: 'millisecond' });
const dayMs = 86_400_000;

/** A date moves by whole days: what is left of a duration does not make it a time. */
function moved(date: FeelDate, by: FeelDuration, direction: 1 | -1): unknown {
  if (by.yearsMonths) return direction === 1 ? temporalSum(date, by) : temporalDifference(date, by);
  return new FeelDate(date.unwrap().add({ days: Math.floor((direction * millisecondsOf(by)) / dayMs) }));
}

const add: Operation = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return rounded(a + b, Math.max(decimalsOf(a), decimalsOf(b)));
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof FeelDate && b instanceof FeelDuration) return moved(a, b, 1);
  if (a instanceof FeelDuration && b instanceof FeelDate) return moved(b, a, 1);
  return typeof a === 'object' && typeof b === 'object' ? temporalSum(a, b) : null;
};

const subtract: Operation = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return rounded(a - b, Math.max(decimalsOf(a), decimalsOf(b)));
  if (a instanceof FeelDate && b instanceof FeelDuration) return moved(a, b, -1);
  if (isZoned(a) && isZoned(b)) return duration(epochMilliseconds(a) - epochMilliseconds(b));
  return typeof a === 'object' && typeof b === 'object' ? temporalDifference(a, b) : null;
};

/** A duration times a number: whole months, or milliseconds. */
function scaled(value: FeelDuration, factor: number): FeelDuration | null {
  if (!Number.isFinite(factor)) return null;
  if (!value.yearsMonths) return duration(millisecondsOf(value) * factor);
  const months = Math.trunc(monthsOf(value) * factor);
  return duration(`${months < 0 ? '-' : ''}P${Math.abs(months)}M`);
}

const multiply: Operation = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return rounded(a * b, decimalsOf(a) + decimalsOf(b));
  if (a instanceof FeelDuration && typeof b === 'number') return scaled(a, b);
  return typeof a === 'number' && b instanceof FeelDuration ? scaled(b, a) : null;
};

/** Decimals are divided as whole numbers: 3.3 / 3 is 33 / 30. */
function quotient(a: number, b: number): number {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  if (decimals === 0 || decimals > decimalsMax) return a / b;
  return Math.round(a * 10 ** decimals) / Math.round(b * 10 ** decimals);
}

const divide: Operation = (a, b) => {
  if (typeof b === 'number' && b !== 0) {
    if (typeof a === 'number') return quotient(a, b);
    return a instanceof FeelDuration ? scaled(a, 1 / b) : null;
  }
  if (!(a instanceof FeelDuration && b instanceof FeelDuration) || a.yearsMonths !== b.yearsMonths) return null;
  const [dividend, divisor] = a.yearsMonths ? [monthsOf(a), monthsOf(b)] : [millisecondsOf(a), millisecondsOf(b)];
  return divisor === 0 ? null : dividend / divisor;
};

const negate = (value: unknown) => (typeof value === 'number' ? -value : value instanceof FeelDuration ? scaled(value, -1) : null);

/** Powers are left to doubles. */
const power: Operation = (a, b) => (areNumbers(a, b) ? (a as number) ** (b as number) : null);

/** Arithmetic on numbers as they are written in decimals, and on durations; `instrument` puts it in place of the operators. */
export const arithmeticFunctions: Builtins = {
  [internalNames.add]: named(['a', 'b'], add),
  [internalNames.subtract]: named(['a', 'b'], subtract),
  [internalNames.multiply]: named(['a', 'b'], multiply),
  [internalNames.divide]: named(['a', 'b'], divide),
  [internalNames.power]: named(['a', 'b'], power),
  [internalNames.negate]: named(['value'], negate),
};
