import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice, withForm } from '../testing/street-facts.ts';
import { invoiceAmount } from './invoice-amount.ts';

it('refuses an amount other than the e-invoice’s total, to the fen', () => {
  assert.equal(invoiceAmount(soundFacts).outcome, 'passed');
  const { outcome, params } = invoiceAmount(withForm({ invoice: { amountFen: 109_000_01n } }));
  assert.deepEqual([outcome, params], ['refused', { enteredFen: 10_900_001, foundFen: 10_900_000 }]);
  assert.equal(invoiceAmount(withEInvoice({ totalFen: null })).outcome, 'refused');
});
