import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fenToYuan, formatFen, yuanToFen } from './fen.ts';

test('every amount of fen survives the way to yuan and back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (fen) => yuanToFen(fenToYuan(fen)) === fen));
});

test('yuan are read digit by digit', () => {
  assert.equal(yuanToFen('0.1'), 10);
  assert.equal(yuanToFen('1.005'), undefined);
  assert.equal(yuanToFen('1.500'), 150);
  assert.equal(yuanToFen('1,234,567.89'), 123456789);
  assert.equal(yuanToFen('4503599627370497.01'), undefined);
  assert.equal(yuanToFen('90071992547409.91'), Number.MAX_SAFE_INTEGER);
  for (const text of ['', '-1', 'abc', '1.2.3', '1e3', '.5']) assert.equal(yuanToFen(text), undefined, text);
});

test('amounts are grouped and keep both decimals', () => {
  assert.equal(formatFen(123456700), '¥1,234,567.00');
  assert.equal(formatFen(5), '¥0.05');
  assert.equal(formatFen(-100), '−¥1.00');
});

test('a fraction of a fen is a fault, not a rounding', () => {
  assert.throws(() => fenToYuan(0.5), RangeError);
});
