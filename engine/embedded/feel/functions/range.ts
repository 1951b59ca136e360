import { FeelRange } from 'feelin';
import { equal, less } from './comparison.ts';
import { type Builtins, named } from './signature.ts';

interface Bounds {
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

/** A point is a range from itself to itself. */
function bounds(value: unknown): Bounds | null {
  if (value === null || value === undefined) return null;
  if (!(value instanceof FeelRange)) return { start: value, end: value, startIncluded: true, endIncluded: true };
  const { start, end, 'start included': startIncluded, 'end included': endIncluded } = value;
  return { start, end, startIncluded, endIncluded };
}

type Relation = (a: Bounds, b: Bounds) => boolean | null;

/** Whether the start of `a` is no earlier than that of `b`. */
const startsWithin: Relation = (a, b) => less(b.start, a.start) === true || (equal(a.start, b.start) && (b.startIncluded || !a.startIncluded));
const endsWithin: Relation = (a, b) => less(a.end, b.end) === true || (equal(a.end, b.end) && (b.endIncluded || !a.endIncluded));
const sameStart: Relation = (a, b) => equal(a.start, b.start) && a.startIncluded === b.startIncluded;
const sameEnd: Relation = (a, b) => equal(a.end, b.end) && a.endIncluded === b.endIncluded;
const before: Relation = (a, b) => less(a.end, b.start) === true || (equal(a.end, b.start) && !(a.endIncluded && b.startIncluded));
const overlaps: Relation = (a, b) => before(a, b) === false && before(b, a) === false;

const overlapsBefore: Relation = (a, b) => overlaps(a, b) === true && startsWithin(b, a) === true && !sameStart(a, b) && endsWithin(a, b) === true;
const overlapsAfter: Relation = (a, b) => overlaps(a, b) === true && endsWithin(b, a) === true && !sameEnd(a, b) && startsWithin(a, b) === true;
const during: Relation = (a, b) => startsWithin(a, b) === true && endsWithin(a, b) === true;
const starts: Relation = (a, b) => sameStart(a, b) === true && endsWithin(a, b) === true;
const finishes: Relation = (a, b) => sameEnd(a, b) === true && startsWithin(a, b) === true;

const relation = (parameters: readonly [string, string], holds: Relation) => named(parameters, (first: unknown, second: unknown) => {
  const [a, b] = [bounds(first), bounds(second)];
  return a && b && holds(a, b);
});
const flipped = (holds: Relation): Relation => (a, b) => holds(b, a);

/** How points and ranges lie to one another. */
export const rangeFunctions: Builtins = {
  before: relation(['a', 'b'], before),
  after: relation(['a', 'b'], flipped(before)),
  overlaps: relation(['range1', 'range2'], overlaps),
  'overlaps before': relation(['range1', 'range2'], overlapsBefore),
  'overlaps after': relation(['range1', 'range2'], overlapsAfter),
  during: relation(['a', 'b'], during),
  includes: relation(['range', 'value'], flipped(during)),
  starts: relation(['a', 'b'], starts),
  'started by': relation(['a', 'b'], flipped(starts)),
  finishes: relation(['a', 'b'], finishes),
  'finished by': relation(['a', 'b'], flipped(finishes)),
  coincides: relation(['a', 'b'], (a, b) => sameStart(a, b) === true && sameEnd(a, b) === true),
};
