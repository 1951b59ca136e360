import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice, withForm } from '../testing/street-facts.ts';
import { amountOverInvoice } from './amount-over-invoice.ts';

it('passes a request up to the invoice and refuses one fen more', () => {
  assert.equal(amountOverInvoice(soundFacts).outcome, 'passed');
  assert.equal(amountOverInvoice(withForm({ amountFen: 1n })).outcome, 'passed');
  const { outcome, params } = amountOverInvoice(withForm({ amountFen: 109_000_01n }));
  assert.deepEqual([outcome, params], ['refused', { requestedFen: 10_900_001, invoiceFen: 10_900_000 }]);
});

it('refuses any request on an invoice that is red or states no total', () => {
  assert.equal(amountOverInvoice(withEInvoice({ totalFen: -109_000_00n })).outcome, 'refused');
  assert.equal(amountOverInvoice(withEInvoice({ totalFen: null })).outcome, 'refused');
});
