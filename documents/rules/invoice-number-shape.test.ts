import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceNumberShape } from './invoice-number-shape.ts';

it('passes 20 digits that begin with the year of issue', () => {
  assert.equal(invoiceNumberShape(soundFacts).outcome, 'passed');
  assert.equal(invoiceNumberShape(withEInvoice({ issuedOn: null })).outcome, 'passed');
});

it('warns of any other number', () => {
  for (const number of ['25312000000012345678', '2631200000001234567', '263120000000123456789', '2631200000001234567X', null]) {
    assert.equal(invoiceNumberShape(withEInvoice({ number })).outcome, 'warned', String(number));
  }
});
