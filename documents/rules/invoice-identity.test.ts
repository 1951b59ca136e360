import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceIdentity } from './invoice-identity.ts';

it('warns where the header names another invoice, or none', () => {
  assert.equal(invoiceIdentity(soundFacts).outcome, 'passed');
  assert.equal(invoiceIdentity(withEInvoice({ eInvoiceId: '26312000000012345679' })).outcome, 'warned');
  assert.equal(invoiceIdentity(withEInvoice({ eInvoiceId: null, number: null })).outcome, 'warned');
});
