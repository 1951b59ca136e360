import assert from 'node:assert/strict';
import { test } from 'node:test';
import { magnitudeOf } from './magnitude.ts';

test('large amounts get a hint in 万 or 亿', () => {
  assert.deepEqual(magnitudeOf(999_999), undefined);
  assert.deepEqual(magnitudeOf(1_000_000), { figure: '1', unit: 'wan' });
  assert.deepEqual(magnitudeOf(10_900_000), { figure: '10.9', unit: 'wan' });
  assert.deepEqual(magnitudeOf(17_517_000_000_000), { figure: '1751.7', unit: 'yi' });
});

test('a hint is cut, never rounded up', () => {
  assert.deepEqual(magnitudeOf(9_999_999_999), { figure: '9999.99', unit: 'wan' });
});
