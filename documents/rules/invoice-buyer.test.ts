import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceBuyer } from './invoice-buyer.ts';

it('passes the paying office as the buyer', () => assert.equal(invoiceBuyer(soundFacts).outcome, 'passed'));

it('refuses another office, the supplier itself, and none', () => {
  for (const creditCode of ['11320000MB151840XJ', soundFacts.payee.creditCode, null]) {
    const { outcome, params } = invoiceBuyer(withEInvoice({ buyer: { creditCode, name: '虹口区示例街道办事处' } }));
    assert.equal(outcome, 'refused');
    assert.deepEqual(params, {
      found: creditCode,
      foundName: '虹口区示例街道办事处',
      expected: soundFacts.payer.creditCode,
      expectedName: soundFacts.payer.name,
    });
  }
});
