import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import type { JsonValue } from '@gbc/engine';
import { FeelLimitError, feelLimits } from './limits.ts';

const withoutSeconds = /^(\d\d:\d\d):00$/;
const fraction = /\.(\d+)/;

const withoutOffset = /[+-]00:00$/;
/** A fraction of a second has three, six or nine digits. */
const padded = (_: string, digits: string) => `.${digits.padEnd(Math.ceil(digits.length / 3) * 3, '0')}`;

function durationText(value: FeelDuration): string {
  if (value.iso === 'PT0S') return 'P0D';
  return value.iso === 'P0M' ? 'P0Y' : value.iso;
}

/** The text that Zeebe writes: times short where they have no seconds and no zone, a zone by name with its offset. */
function temporalText(value: object): string | null {
  if (value instanceof FeelDate) return value.iso;
  if (value instanceof FeelDuration) return durationText(value);
  if (value instanceof FeelTime) return value.iso.replace(withoutOffset, 'Z').replace(fraction, padded).replace(withoutSeconds, '$1');
  if (!(value instanceof FeelDateTime)) return null;
  const [local = '', zone] = value.iso.split('@');
  return zone === undefined ? local.replace(withoutOffset, 'Z') : `${local}${value.unwrap().toZonedDateTime(zone).offset}[${zone}]`;
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
    if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null; // no negative zero
    if (typeof value !== 'object' || value === null || value instanceof FeelFunction || value instanceof FeelRange) return null;
    if (Array.isArray(value)) return Array.from(value, (item) => this.write(item, depth + 1)); // also where feelin left a gap
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
