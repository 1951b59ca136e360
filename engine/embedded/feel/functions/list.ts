import { FeelFunction } from 'feelin';
import { spend } from '../limits.ts';
import { equal, less } from './comparison.ts';
import { asList, type Builtins, named } from './signature.ts';

/** Remembers values and finds equal ones: at once where they are scalars, else one by one. */
class SeenValues {
  readonly #scalars = new Set<unknown>();
  readonly #others: unknown[] = [];

  has(value: unknown): boolean {
    spend(1);
    return isScalar(value) ? this.#scalars.has(value) : this.#others.some((other) => equal(other, value));
  }

  add(value: unknown): void {
    if (isScalar(value)) this.#scalars.add(value);
    else this.#others.push(value);
  }
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

function distinct(list: readonly unknown[]): unknown[] {
  const seen = new SeenValues();
  return list.filter((value) => {
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  });
}

function duplicates(list: readonly unknown[]): unknown[] {
  const seen = new SeenValues();
  return distinct(list.filter((value) => {
    const again = seen.has(value);
    if (!again) seen.add(value);
    return again;
  }));
}

/** Runs `body` on a list; null where there is none. */
const onList = (body: (list: readonly unknown[]) => unknown) => named(['list'], (value: unknown) => {
  const list = asList(value);
  return list && body(list);
});

function flatten(list: readonly unknown[], result: unknown[] = []): unknown[] {
  spend(list.length);
  for (const item of list) {
    if (Array.isArray(item)) flatten(item, result);
    else result.push(item);
  }
  return result;
}

function partition(list: unknown, size: unknown): unknown {
  if (!Array.isArray(list) || typeof size !== 'number' || size < 1) return null;
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}

/** The first of all values in the order of `precedes`; null where some can't be compared, or there is none. */
const extreme = (precedes: (a: unknown, b: unknown) => boolean | null) => named(['...list'], (...values: unknown[]) => {
  const list = values.length === 1 ? asList(values[0]) : values;
  if (!list || list.length === 0) return null;
  let best = list[0];
  for (const value of list.slice(1)) {
    const before = precedes(value, best);
    if (before === null) return null;
    if (before) best = value;
  }
  return best ?? null;
});

function sort(list: unknown, precedes: unknown): unknown {
  const items = asList(list);
  if (!items || !(precedes instanceof FeelFunction)) return null;
  const before = (a: unknown, b: unknown) => precedes.invoke([a, b]) === true;
  return items.toSorted((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
}

/** All of a list or of the arguments are true (or, for `any`, one is); null where it hangs on something that is no boolean. */
const quantified = (decisive: boolean) => named(['...list'], (...values: unknown[]) => {
  const list = values.length === 1 ? asList(values[0]) : values;
  if (!list || values.length === 0) return null;
  if (list.includes(decisive)) return decisive;
  return list.every((value) => value === !decisive) ? !decisive : null;
});

/** At a position, from the end where it is negative, or wherever a function of element and new item says so. */
function replaceIn(list: unknown, position: unknown, newItem: unknown, match: unknown): unknown {
  const items = asList(list);
  const where = position ?? match;
  if (!items) return null;
  if (where instanceof FeelFunction) {
    const answers = where.parameterNames.length === 2 ? items.map((item) => where.invoke([item, newItem]) as unknown) : [null];
    return answers.every((answer) => typeof answer === 'boolean') ? items.map((item, index) => (answers[index] ? newItem : item)) : null;
  }
  if (typeof where !== 'number') return null;
  const index = where < 0 ? items.length + Math.trunc(where) : Math.trunc(where) - 1;
  return index in items ? items.with(index, newItem) : null;
}

export const listFunctions: Builtins = {
  'is empty': named(['list'], (list: unknown) => (Array.isArray(list) ? list.length === 0 : null)),
  'list contains': named(['list', 'element'], (list: unknown, element: unknown) => asList(list)?.some((item) => equal(item, element)) ?? null),
  'index of': named(['list', 'match'], (list: unknown, match: unknown) => asList(list)?.flatMap((item, index) => (equal(item, match) ? [index + 1] : [])) ?? null),
  'distinct values': onList(distinct),
  'duplicate values': onList(duplicates),
  union: named(['...list'], (...lists: unknown[]) => (lists.every(Array.isArray) ? distinct(lists.flat()) : null)),
  flatten: onList((list) => flatten(list)),
  'list replace': named(['list', 'position', 'newItem', 'match'], replaceIn),
  partition: named(['list', 'size'], partition),
  sort: named(['list', 'precedes'], sort),
  min: extreme(less),
  max: extreme((a, b) => less(b, a)),
  all: quantified(false),
  any: quantified(true),
};
