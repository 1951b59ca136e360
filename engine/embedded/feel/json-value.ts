import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import type { JsonValue } from '@gbc/engine';
import { FeelLimitError, feelLimits } from './limits.ts';

const withoutSeconds = /^(\d\d:\d\d):00$/;

/** A time without seconds or zone is written short, and a zone by name with its offset: as Zeebe writes them. */
function temporalText(value: object): string | null {
  if (value instanceof FeelDate || value instanceof FeelDuration) return String(value);
  if (value instanceof FeelTime) return String(value).replace(withoutSeconds, '$1');
  if (!(value instanceof FeelDateTime)) return null;
  const text = String(value);
  const [local, zone] = text.split('@');
  return zone === undefined ? text : `${local}${value.unwrap().toZonedDateTime(zone).offset}[${zone}]`;
}

const isUnwritable = (value: unknown) => typeof value === 'function' || value instanceof FeelFunction;

/** Writes one value and counts what it takes. */
class JsonWriter {
  #size = 0;

  write(value: unknown, depth: number): JsonValue {
    if (depth > feelLimits.valueDepthMax) throw new FeelLimitError(`the value nests deeper than ${feelLimits.valueDepthMax}`);
    if (typeof value === 'string') {
      this.#count(value.length + 2);
      return value;
    }
    this.#count(4);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (typeof value !== 'object' || value === null || value instanceof FeelFunction || value instanceof FeelRange) return null;
    if (Array.isArray(value)) return value.map((item) => this.write(item, depth + 1));
    return temporalText(value) ?? Object.fromEntries(Object.entries(value).filter(([, entry]) => !isUnwritable(entry)).map(([name, entry]) => {
      this.#count(name.length);
      return [name, this.write(entry, depth + 1)];
    }));
  }

  #count(size: number): void {
    this.#size += size;
    if (this.#size > feelLimits.valueSizeMax) throw new FeelLimitError(`the value is larger than ${feelLimits.valueSizeMax} bytes`);
  }
}

/**
 * A FEEL value as JSON: temporals as ISO 8601 text; what has no JSON form (functions, ranges, infinities) is null, and left out of a
 * context where it is a function, as in Zeebe. Throws FeelLimitError where it is too deep or too large.
 */
export function toJsonValue(value: unknown): JsonValue {
  return new JsonWriter().write(value, 0);
}
