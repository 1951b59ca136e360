import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
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

  it('spells whatever JSON can hold as the library does, keys that are numbers too', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__')), fc.dictionary(fc.oneof(fc.nat().map(String), fc.string().filter((key) => key !== '__proto__')), fc.double({ noNaN: true, noDefaultInfinity: true })), (value, numbered) => {
      assert.equal(canonicalJson({ value, numbered }), canonicalize({ value, numbered }));
    }), { numRuns: 2_000 });
    assert.equal(canonicalJson({ b: { 10: 1, 9: 2, a: 3 } }), '{"b":{"10":1,"9":2,"a":3}}');
  });

  it('refuses what JSON has no spelling for', () => {
    for (const value of ['\ud800', { '\udfff': 1 }, JSON.parse('{"__proto__":1}'), [Number.NaN], { amount: Number.POSITIVE_INFINITY }]) assert.throws(() => canonicalJson(value));
  });

  it('leaves out what is undefined and writes times as ISO 8601', () => {
    assert.equal(canonicalJson({ a: undefined, at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}');
    assert.throws(() => canonicalJson(undefined), TypeError);
  });
});
