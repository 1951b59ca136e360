import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatYuan, parseYuan } from './fen.ts';

describe('yuan as fen', () => {
  for (const [text, fen] of [
    ['0', 0n],
    ['0.01', 1n],
    ['0.1', 10n],
    ['109000.00', 10_900_000n],
    ['-109000.5', -10_900_050n],
    ['-0.01', -1n],
    ['007.10', 710n],
    // as a double this would be ...992.00
    ['90071992547409931234.56', 9_007_199_254_740_993_123_456n],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseYuan(text), fen));
  }

  for (const text of ['', '.', '.5', '5.', '1.005', '1.000', '1e5', '0x10', '1,000.00', '+1', '--1', ' 1', '¥1', '１', 'NaN', 'Infinity', '1 2']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseYuan(text), undefined));
  }

  it('writes what it reads', () => {
    assert.equal(formatYuan(-1n), '-0.01');
    fc.assert(fc.property(fc.bigInt(-(2n ** 70n), 2n ** 70n), (fen) => assert.equal(parseYuan(formatYuan(fen)), fen)));
  });
});
