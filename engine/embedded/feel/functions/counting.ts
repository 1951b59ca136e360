import { FeelDate, FeelFunction, FeelRange } from 'feelin';
import { internalNames } from '../instrument.ts';
import { spend, weigh } from '../limits.ts';
import { compareEqual, equal } from './comparison.ts';
import { type Builtins, named } from './signature.ts';

/** The values from `start` to `end`, up or down; null where they can't be counted. */
function range(start: unknown, end: unknown): unknown {
  if (typeof start === 'number' && typeof end === 'number') {
    const length = Math.floor(Math.abs(end - start)) + 1;
    spend(length);
    const direction = start <= end ? 1 : -1;
    return Array.from({ length }, (_, index) => start + index * direction);
  }
  if (!(start instanceof FeelDate && end instanceof FeelDate)) return null;
  const days = range(0, start.unwrap().until(end.unwrap(), { largestUnit: 'day' }).days) as number[];
  return days.map((count) => new FeelDate(start.unwrap().add({ days: count })));
}

function each(value: unknown): unknown {
  if (value instanceof FeelRange) return typeof value.start === 'string' ? value : inside(value);
  if (Array.isArray(value)) spend(value.length);
  return value;
}

function inside({ start, end, 'start included': startIncluded, 'end included': endIncluded }: FeelRange): unknown {
  const all = range(start, end);
  return Array.isArray(all) ? all.slice(startIncluded ? 0 : 1, endIncluded ? undefined : -1) : null;
}

function step(value: unknown): unknown {
  spend(1);
  return value;
}

function sized(value: unknown): unknown {
  weigh(value);
  return value;
}

/** A unary test that is a value: it is true, is the input, or has it. Null where it can't be compared with the input. */
function matches(input: unknown, value: unknown): boolean | null {
  if (value === true) return true;
  if (value instanceof FeelRange) return value.includes(input);
  if (value instanceof FeelFunction) return value.invoke([input]) === true;
  if (Array.isArray(value) && value.some((item) => (item instanceof FeelRange ? item.includes(input) === true : equal(item, input)))) return true;
  return compareEqual(value, input);
}

/** Three-valued: one that is true decides, else one that is unknown does. */
const anyOf = (tests: readonly unknown[]) => (tests.includes(true) ? true : tests.includes(null) ? null : false);

function noneOf(tests: readonly unknown[]): boolean | null {
  const any = anyOf(tests);
  return any === null ? null : !any;
}

/** What `instrument` puts into expressions. */
export const countingFunctions: Builtins = {
  [internalNames.range]: named(['start', 'end'], range),
  [internalNames.each]: named(['list'], each),
  [internalNames.step]: named(['value'], step),
  [internalNames.sized]: named(['value'], sized),
  [internalNames.matches]: named(['input', 'value'], matches),
  [internalNames.equals]: named(['input', 'value'], compareEqual),
  [internalNames.holds]: named(['condition'], (condition: unknown) => condition === true),
  [internalNames.any]: named(['...tests'], (...tests: unknown[]) => anyOf(tests)),
  [internalNames.none]: named(['...tests'], (...tests: unknown[]) => noneOf(tests)),
};
