import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceSeller } from './invoice-seller.ts';

it('passes the payee as the seller', () => assert.equal(invoiceSeller(soundFacts).outcome, 'passed'));

it('refuses another firm, the office itself, and none', () => {
  for (const creditCode of ['91350100M000100Y43', soundFacts.payer.creditCode, null]) {
    const { outcome, params } = invoiceSeller(withEInvoice({ seller: { creditCode, name: '别家公司' } }));
    assert.equal(outcome, 'refused');
    assert.deepEqual(params, { found: creditCode, foundName: '别家公司', expected: soundFacts.payee.creditCode, expectedName: soundFacts.payee.name });
  }
});
