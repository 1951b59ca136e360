import type { Json } from '@gbc/events';

/** A row as JSON shows it: fen as exact integers, times as ISO 8601 text. */
export function present<T>(value: T): Json<T> {
  return convert(value) as Json<T>;
}

function convert(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(convert);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, convert(it)]));
  return value;
}
