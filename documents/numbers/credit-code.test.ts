import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { creditCodeIsValid, makeCreditCode } from './credit-code.ts';

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const anyFirst17 = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((characters) => characters.join(''));

describe('credit code', () => {
  for (const code of ['91350100M000100Y43', '11320000MB151840XJ', '91310109MA1G5K2P2Y', '11310109002453126Q']) {
    it(`accepts ${code}`, () => assert.equal(creditCodeIsValid(code), true));
  }

  for (const [what, code] of Object.entries({
    'another check character': '91350100M000100Y4Z',
    'lower case': '91350100m000100y43',
    'one too few': '91350100M000100Y4',
    'one too many': '91350100M000100Y433',
    'a letter that is not of the alphabet': '9135010OM000100Y43',
    'a space': ' 91350100M000100Y43',
    'full-width digits': '９1350100M000100Y43',
    nothing: '',
  })) {
    it(`refuses ${what}`, () => assert.equal(creditCodeIsValid(code), false));
  }

  it('is completed to the published codes', () => {
    assert.equal(makeCreditCode('91350100M000100Y4'), '91350100M000100Y43');
    assert.equal(makeCreditCode('11320000MB151840X'), '11320000MB151840XJ');
    assert.throws(() => makeCreditCode('91350100M000100Y'), RangeError);
    assert.throws(() => makeCreditCode('91350100M000100I4'), RangeError);
  });

  it('has one check character for every beginning, and tells every single slip', () => {
    fc.assert(
      fc.property(anyFirst17, fc.nat(17), fc.constantFrom(...alphabet), (first17, place, other) => {
        const code = makeCreditCode(first17);
        assert.ok(creditCodeIsValid(code));
        const slipped = code.slice(0, place) + other + code.slice(place + 1);
        assert.equal(creditCodeIsValid(slipped), slipped === code);
      }),
    );
  });
});
