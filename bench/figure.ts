/** One measured figure beside something known that was measured, or agreed on, in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What `referenceValue` is, in words. */
  readonly reference: string;
  readonly referenceValue: number;
  /** `value / referenceValue`. */
  readonly ratio: number;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** Rounds to what can be told apart: a tenth of the unit, a hundredth of a ratio. */
export function figure(name: string, value: number, unit: string, reference: string, referenceValue: number): Figure {
  return {
    name,
    value: round(value, 1),
    unit,
    reference,
    referenceValue: round(referenceValue, 1),
    ratio: round(value / referenceValue, 2),
  };
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new RangeError('no values');
  return middle;
}
