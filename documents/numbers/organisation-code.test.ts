import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeOrganisationCode, organisationCodeIsValid } from './organisation-code.ts';

describe('organisation code', () => {
  // Places 9 to 17 of the valid credit codes that we know.
  for (const code of ['M000100Y4', 'MB151840X', 'MA1G5K2P2', '002453126']) {
    it(`accepts ${code}`, () => assert.equal(organisationCodeIsValid(code), true));
  }
  for (const code of ['M000100Y5', 'MB1518400', 'M000100Y', 'M000100Y44', 'm000100y4', 'M-00100Y4', '']) {
    it(`refuses ${JSON.stringify(code)}`, () => assert.equal(organisationCodeIsValid(code), false));
  }
  it('is completed, with X for 10 and 0 for 11', () => {
    assert.equal(makeOrganisationCode('M000100Y'), 'M000100Y4');
    assert.equal(makeOrganisationCode('MB151840'), 'MB151840X');
    assert.equal(makeOrganisationCode('00000000'), '000000000');
    assert.throws(() => makeOrganisationCode('123'), RangeError);
  });
});
