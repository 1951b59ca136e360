import { FeelDateTime, FeelRange } from 'feelin';
import { randomUUID } from 'node:crypto';
import { toJsonValue } from '../json-value.ts';
import { spend } from '../limits.ts';
import { noteUnrepeatable } from '../reads.ts';
import { type Builtins, isContext, named } from './signature.ts';

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The text that FEEL shows for a value; inside a list or a context, text stands in quotes. */
function display(value: unknown, inside: boolean): string {
  spend(1);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return inside ? quoted(value) : value;
  if (Array.isArray(value)) return `[${value.map((item) => display(item, true)).join(', ')}]`;
  if (isContext(value)) return `{${Object.entries(value).map(([key, entry]) => `${key}:${display(entry, true)}`).join(', ')}}`;
  if (value instanceof FeelRange) return `${value['start included'] ? '[' : '('}${display(value.start, true)}..${display(value.end, true)}${value['end included'] ? ']' : ')'}`;
  if (typeof value === 'function') return '<function>';
  return value instanceof FeelDateTime ? value.iso : String(value);
}

function assert(value: unknown, condition: unknown, cause: unknown): unknown {
  if (condition === true) return value;
  throw new AssertionFailure(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
}

/** `assert` did not hold: the one thing an expression can fail on purpose. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function byChance<T>(draw: () => T): T {
  noteUnrepeatable();
  return draw();
}

/** A missing variable is null, and both are not defined, as in Zeebe. */
export const conversionFunctions: Builtins = {
  'is defined': named(['value'], (value: unknown) => value !== null && value !== undefined),
  get_or_else: named(['value', 'default'], (value: unknown, other: unknown) => value ?? other),
  assert: named(['value', 'condition', 'cause'], assert),
  string: named(['from'], (value: unknown) => (value === null || value === undefined ? null : display(value, false))),
  uuid: named([], () => byChance(randomUUID)),
  'random number': named([], () => byChance(Math.random)),
  fromAi: named(['value', 'description', 'type', 'schema', 'options'], (value: unknown) => value ?? null),
  'to json': named(['value'], (value: unknown) => JSON.stringify(toJsonValue(value))),
  'from json': named(['value'], fromJson),
};
