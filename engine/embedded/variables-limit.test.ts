import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '@gbc/engine';
import { checkVariables, variablesDepthMax, variablesSizeBytesMax } from './variables-limit.ts';

const nested = (depth: number) => {
  let value: JsonValue = 'x'.repeat(3000);
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const refused = (variables: Record<string, JsonValue>, message: RegExp) => assert.throws(() => checkVariables(variables), { code: 'INVALID_ARGUMENT', message });

test('depth and size have limits, and the refusal names them', () => {
  assert.deepEqual(checkVariables({ a: nested(variablesDepthMax - 1) }), { a: nested(variablesDepthMax - 1) });
  refused({ a: nested(variablesDepthMax) }, /deeper than 1000/);
  refused({ a: nested(200_000) }, /not JSON|deeper/);
  refused({ a: 'x'.repeat(variablesSizeBytesMax) }, /larger than 4194304 bytes/);
});

test('brackets in text are no depth', () => {
  assert.deepEqual(checkVariables({ a: '[{"'.repeat(2000) }), { a: '[{"'.repeat(2000) });
});
