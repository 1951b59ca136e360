import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts } from '../testing/street-facts.ts';
import { invoiceUsedTwice } from './invoice-used-twice.ts';

it('refuses an invoice that another application uses, and names it', () => {
  assert.equal(invoiceUsedTwice(soundFacts).outcome, 'passed');
  const { outcome, params } = invoiceUsedTwice({ ...soundFacts, invoiceUsedBy: 'A-7' });
  assert.deepEqual([outcome, params], ['refused', { applicationId: 'A-7' }]);
});
