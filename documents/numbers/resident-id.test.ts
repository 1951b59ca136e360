import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { residentIdIsValid } from './resident-id.ts';

describe('resident identity number', () => {
  for (const id of ['11010519491231002X', '440524188001010014']) {
    it(`accepts ${id}`, () => assert.equal(residentIdIsValid(id), true));
  }

  // Each of these but the first three has a right check character.
  for (const [what, id] of Object.entries({
    'another check character': '110105194912310021',
    'a small x': '11010519491231002x',
    'the old 15 digits': '110105491231002',
    'the 30th of February': withCheck('11010519490230002'),
    'the 29th of February of no leap year': withCheck('11010519000229002'),
    'a month 13': withCheck('11010519491331002'),
    'a region beginning with 0': withCheck('01010519491231002'),
    nothing: '',
  })) {
    it(`refuses ${what}`, () => assert.equal(residentIdIsValid(id), false));
  }

  it('accepts the 29th of February of a leap year', () => {
    assert.equal(residentIdIsValid(withCheck('11010520000229002')), true);
  });
});

/** The check character by the standard's other formula: the weighted sum of all 18 places is 1 mod 11, weights 2^(18-i). */
function withCheck(first17: string): string {
  const candidates = [...'0123456789X'].map((check) => first17 + check);
  const fits = (id: string) =>
    [...id].reduce((sum, digit) => (sum * 2 + (digit === 'X' ? 10 : Number(digit))) % 11, 0) === 1;
  return candidates.find(fits) ?? '';
}
