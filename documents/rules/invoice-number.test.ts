import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice, withForm } from '../testing/street-facts.ts';
import { invoiceNumber } from './invoice-number.ts';

it('refuses a number other than the e-invoice’s, or one that the e-invoice does not state', () => {
  assert.equal(invoiceNumber(soundFacts).outcome, 'passed');
  const entered = invoiceNumber(withForm({ invoice: { number: '26312000000012345679' } }));
  assert.deepEqual([entered.outcome, entered.params], ['refused', { entered: '26312000000012345679', found: '26312000000012345678' }]);
  assert.equal(invoiceNumber(withEInvoice({ number: null })).outcome, 'refused');
});
