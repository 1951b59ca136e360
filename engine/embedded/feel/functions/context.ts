import { spend } from '../limits.ts';
import { asList, type Builtins, isContext, named } from './signature.ts';

function put(context: unknown, keys: unknown, value: unknown): unknown {
  if (!isContext(context)) return null;
  const [key, ...rest] = Array.isArray(keys) ? keys : [keys];
  if (typeof key !== 'string') return null;
  const inner = rest.length === 0 ? value : put(context[key] ?? {}, rest, value);
  return Object.fromEntries([...Object.entries(context), [key, inner]]);
}

function merge(...contexts: unknown[]): unknown {
  const all = contexts.length === 1 ? asList(contexts[0]) : contexts;
  return all?.every(isContext) ? Object.fromEntries(all.flatMap((context) => Object.entries(context))) : null;
}

function getValue(context: unknown, key: unknown): unknown {
  if (!isContext(context)) return null;
  const [first, ...rest] = Array.isArray(key) ? key : [key];
  if (typeof first !== 'string' || !Object.hasOwn(context, first)) return null;
  return rest.length === 0 ? context[first] ?? null : getValue(context[first], rest);
}

function fromEntries(entries: unknown): unknown {
  const list = asList(entries);
  if (!list?.every((entry) => isContext(entry) && typeof entry['key'] === 'string' && 'value' in entry)) return null;
  spend(list.length);
  const pairs = (list as { key: string; value: unknown }[]).map(({ key, value }) => [key, value] as const);
  return new Set(pairs.map(([key]) => key)).size < pairs.length ? null : Object.fromEntries(pairs);
}

/** Contexts. `put` and `put all` are the older names. */
export const contextFunctions: Builtins = {
  'get value': named(['context', 'key'], getValue),
  put: named(['context', 'key', 'value'], put),
  'context put': named(['context', 'keys', 'value', 'key'], (context: unknown, keys: unknown, value: unknown, key: unknown) => put(context, keys ?? key, value)),
  'put all': named(['...contexts'], merge),
  'context merge': named(['...contexts'], merge),
  context: named(['entries'], fromEntries),
};
