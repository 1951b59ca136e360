import { randomUUID } from 'node:crypto';
import { dateAndTime, evaluate, FeelDate, FeelDateTime, parseDate, unaryTest } from 'feelin';
import { toJsonValue } from './json-value.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function assert(value: unknown, condition: unknown, cause: unknown): unknown {
  if (condition === true) return value;
  throw new Error(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
}

function put(context: unknown, keys: unknown, value: unknown): unknown {
  if (!isObject(context)) return null;
  const [key, ...rest] = Array.isArray(keys) ? keys : [keys];
  if (typeof key !== 'string') return null;
  return { ...context, [key]: rest.length === 0 ? value : put(context[key] ?? {}, rest, value) };
}

function partition(list: unknown, size: unknown): unknown {
  if (!Array.isArray(list) || typeof size !== 'number' || size < 1) return null;
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}

function lastDayOfMonth(date: unknown): unknown {
  if (!(date instanceof FeelDate || date instanceof FeelDateTime)) return null;
  return parseDate(new Date(Date.UTC(date.year, date.month, 0)).toISOString().slice(0, 10));
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Functions of Camunda's FEEL that feelin lacks. A missing variable is null to feelin, so `is defined` can't tell it
 * from one that is set to null.
 */
export const extraFunctions: Readonly<Record<string, (...args: never[]) => unknown>> = {
  'is defined': (value: unknown) => value !== null && value !== undefined,
  get_or_else: (value: unknown, other: unknown) => value ?? other,
  assert,
  put,
  'put all': (...contexts: unknown[]) => (contexts.every(isObject) ? Object.assign({}, ...contexts) : null),
  'is blank': (text: unknown) => (typeof text === 'string' ? text.trim() === '' : null),
  'is empty': (list: unknown) => (Array.isArray(list) ? list.length === 0 : null),
  trim: (text: unknown) => (typeof text === 'string' ? text.trim() : null),
  uuid: () => randomUUID(),
  'to json': (value: unknown) => JSON.stringify(toJsonValue(value)),
  'from json': (text: unknown) => fromJson(text),
  partition,
  'last day of month': (date: unknown) => lastDayOfMonth(date),
};

/** `now` and `today` by the engine's clock instead of the system's. */
export function clockFunctions(now: () => Date): Record<string, () => unknown> {
  return {
    now: () => dateAndTime(now().toISOString()),
    today: () => parseDate(now().toISOString().slice(0, 10)),
  };
}

const getOrElse = /"(?:\\.|[^"\\])*"|\bget or else(?=\s*\()/g;

/** feelin reads the `or` in `get or else` as the operator, so the call gets another name. String literals stay as they are. */
export function renameUnparsable(source: string): string {
  return source.replace(getOrElse, (match) => (match.startsWith('"') ? match : 'get_or_else'));
}

/** Throws feelin's SyntaxError where the text is not FEEL. */
export function checkSyntax(source: string): void {
  evaluate(`function() ${renameUnparsable(source)}`, { ...extraFunctions });
}

/** Throws feelin's SyntaxError where the text is no list of unary tests. */
export function checkUnaryTests(source: string): void {
  unaryTest(renameUnparsable(source), { ...extraFunctions, '?': null });
}
