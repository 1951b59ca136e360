import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalJson } from './canonical.ts';

describe('canonical JSON', () => {
  it('spells the example of RFC 8785 section 3.2.2 as its section 3.2.3 does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    assert.equal(
      canonicalJson(value),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('does not depend on the order in which fields were set', () => {
    assert.equal(canonicalJson({ b: 1, a: { d: 2, c: 3 } }), canonicalJson({ a: { c: 3, d: 2 }, b: 1 }));
  });

  it('writes fen as exact integers and refuses those that JSON numbers lose', () => {
    assert.equal(canonicalJson({ amountFen: 9_007_199_254_740_991n }), '{"amountFen":9007199254740991}');
    assert.throws(() => canonicalJson({ amountFen: 9_007_199_254_740_992n }), RangeError);
    assert.throws(() => canonicalJson({ amountFen: -9_007_199_254_740_992n }), RangeError);
  });

  it('leaves out what is undefined and writes times as ISO 8601', () => {
    assert.equal(canonicalJson({ a: undefined, at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}');
    assert.throws(() => canonicalJson(undefined), TypeError);
  });
});
