import assert from 'node:assert/strict';
import { it } from 'node:test';
import { creditCodeCheck } from './credit-code-check.ts';

it('refuses a credit code with a wrong check character, and names field and code', () => {
  assert.deepEqual(creditCodeCheck('payee.creditCode', '91350100M000100Y4Z'), {
    rule: 'creditCode.check',
    article: 'GB 32100-2015',
    field: 'payee.creditCode',
    outcome: 'refused',
    params: { code: '91350100M000100Y4Z' },
  });
});

it('passes a valid one', () => {
  assert.equal(creditCodeCheck('payer.creditCode', '91350100M000100Y43').outcome, 'passed');
});
