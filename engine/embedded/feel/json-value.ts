import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import type { JsonValue } from '@gbc/engine';

const isTemporal = (value: unknown) =>
  value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration;

/** A FEEL value as JSON: temporals as ISO 8601 text; what has no JSON form (functions, ranges, infinities) is null, as in Zeebe. */
export function toJsonValue(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (isTemporal(value)) return String(value);
  if (typeof value !== 'object' || value instanceof FeelFunction || value instanceof FeelRange) return null;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toJsonValue(entry)]));
}
