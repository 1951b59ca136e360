import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeCreditCode } from '../numbers/credit-code.ts';
import { organisationCodeCheck } from './organisation-code-check.ts';

it('warns where the organisation code inside a valid credit code has a wrong check', () => {
  const { outcome, article, params } = organisationCodeCheck('payee.creditCode', makeCreditCode('91350100M000100Y5'));
  assert.deepEqual({ outcome, article, params }, { outcome: 'warned', article: 'GB 11714-1997', params: { code: 'M000100Y5' } });
});

it('passes places 9 to 17 of a valid code', () => {
  assert.equal(organisationCodeCheck('payee.creditCode', '11320000MB151840XJ').outcome, 'passed');
});
