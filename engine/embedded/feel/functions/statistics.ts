import { asList, type Builtins, named } from './signature.ts';

/** Runs `body` on the numbers of a list, or of the arguments; null where one is no number. */
const onNumbers = (body: (numbers: readonly number[]) => unknown) => named(['...list'], (...values: unknown[]) => {
  const list = values.length === 1 ? asList(values[0]) : values;
  return list?.every((value) => typeof value === 'number') ? body(list as number[]) : null;
});

const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
const total = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0);

function median(numbers: readonly number[]): number {
  const sorted = ascending(numbers);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Of a sample: the squares are divided by one less than there are. */
function standardDeviation(numbers: readonly number[]): number | null {
  if (numbers.length < 2) return null;
  const mean = total(numbers) / numbers.length;
  return Math.sqrt(total(numbers.map((value) => (value - mean) ** 2)) / (numbers.length - 1));
}

/** The most frequent numbers, in order. */
function mode(numbers: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of ascending(numbers)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Array.from(counts.values()).reduce((max, count) => Math.max(max, count), 0);
  return Array.from(counts).filter(([, count]) => count === most).map(([value]) => value);
}

const unlessEmpty = (body: (numbers: readonly number[]) => unknown) => onNumbers((numbers) => (numbers.length === 0 ? null : body(numbers)));

/** Figures of lists of numbers. Of nothing there is none, but `mode` gives nothing. */
export const statisticsFunctions: Builtins = {
  sum: unlessEmpty(total),
  product: unlessEmpty((numbers) => numbers.reduce((product, value) => product * value, 1)),
  mean: unlessEmpty((numbers) => total(numbers) / numbers.length),
  median: unlessEmpty(median),
  stddev: unlessEmpty(standardDeviation),
  mode: onNumbers(mode),
};
