import { type Builtins, named } from './signature.ts';

/** `value` with its decimal point moved, exact where a multiplication would not be: 1.005 by 2 is 100.5. */
function shift(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

/** Rounds at a number of decimals. */
const rounding = (round: (value: number) => number, scaleDefault: number | null) => named(['n', 'scale'], (value: unknown, scale: unknown = scaleDefault) => {
  if (typeof value !== 'number' || typeof scale !== 'number' || !Number.isInteger(scale) || !Number.isFinite(value)) return null;
  return shift(round(shift(value, scale)), -scale) + 0; // no negative zero
});

const halfTo = (tie: (below: number, value: number) => number) => (value: number) => {
  const below = Math.floor(value);
  return value - below === 0.5 ? tie(below, value) : Math.round(value);
};

/** The sign of the divisor; decimals as they are written. */
function modulo(dividend: unknown, divisor: unknown): number | null {
  if (typeof dividend !== 'number' || typeof divisor !== 'number' || divisor === 0) return null;
  const decimals = Math.max(...[dividend, divisor].map((value) => String(value).split('.')[1]?.length ?? 0));
  const [a, b] = [shift(dividend, decimals), shift(divisor, decimals)];
  return shift(a - b * Math.floor(a / b), -decimals) + 0;
}

export const numberFunctions: Builtins = {
  decimal: rounding(halfTo((below) => (below % 2 === 0 ? below : below + 1)), null),
  floor: rounding(Math.floor, 0),
  ceiling: rounding(Math.ceil, 0),
  'round up': rounding((value) => (value < 0 ? Math.floor(value) : Math.ceil(value)), null),
  'round down': rounding(Math.trunc, null),
  'round half up': rounding(halfTo((below, value) => (value < 0 ? below : below + 1)), null),
  'round half down': rounding(halfTo((below, value) => (value < 0 ? below + 1 : below)), null),
  modulo: named(['dividend', 'divisor'], modulo),
};
