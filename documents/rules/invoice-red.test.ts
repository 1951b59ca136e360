import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withEInvoice } from '../testing/street-facts.ts';
import { invoiceRed } from './invoice-red.ts';

it('warns of a negative total alone', () => {
  assert.equal(invoiceRed(withEInvoice({ totalFen: -1n })).outcome, 'warned');
  for (const totalFen of [0n, 1n, null]) assert.equal(invoiceRed(withEInvoice({ totalFen })).outcome, 'passed');
});
