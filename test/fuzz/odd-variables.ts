import fc from 'fast-check';
import type { JsonValue, Variables } from '@gbc/engine';

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', ' ', 'a.b', 'a b', '=', 'if', 'null', '\u202E', '𝒳', '\0', '\uD800', 'x'.repeat(1000)];
const key = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 20 }));

function nested(depth: number, inList: boolean): JsonValue {
  let value: JsonValue = 1;
  for (let level = 0; level < depth; level += 1) value = inList ? [value] : { a: value };
  return value;
}

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((json) => json as JsonValue),
  fc.string({ unit: 'binary' }),
  fc.double() as fc.Arbitrary<JsonValue>,
  fc.tuple(fc.constantFrom(10, 990, 1001, 5000, 200_000), fc.boolean()).map(([depth, inList]) => nested(depth, inList)),
  fc.constantFrom(10, 100_000, 4 * 1024 * 1024, 6 * 1024 * 1024).map((length) => 'ä'.repeat(length / 2)),
  fc.nat(100_000).map((length) => Array.from({ length }, (_, index) => index)),
  fc.dictionary(key, fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue>),
);

/** Variables of odd names, depths, sizes and characters; some are over a limit. */
export const oddVariables: fc.Arbitrary<Variables> = fc.array(fc.tuple(key, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
