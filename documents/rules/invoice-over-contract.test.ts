import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withForm } from '../testing/street-facts.ts';
import { invoiceOverContract } from './invoice-over-contract.ts';

it('passes what fills the contract to the last fen and refuses one fen more', () => {
  assert.equal(invoiceOverContract({ ...soundFacts, invoicedBeforeFen: 391_000_00n }).outcome, 'passed');
  const { outcome, params } = invoiceOverContract({ ...soundFacts, invoicedBeforeFen: 391_000_01n });
  assert.deepEqual([outcome, params], ['refused', { invoiceFen: 10_900_000, invoicedBeforeFen: 39_100_001, contractFen: 50_000_000 }]);
});

it('holds a known contract to its registered amount, whatever is entered now', () => {
  const raised = { ...withForm({ contract: { amountFen: 900_000_00n } }), invoicedBeforeFen: 400_000_00n };
  assert.equal(invoiceOverContract(raised).params['contractFen'], 50_000_000);
  assert.equal(invoiceOverContract(raised).outcome, 'refused');
  const lowered = { ...withForm({ contract: { amountFen: 300_000_00n } }), invoicedBeforeFen: 200_000_00n };
  assert.equal(invoiceOverContract(lowered).outcome, 'refused');
});

it('holds a new contract to the amount entered', () => {
  const facts = { ...soundFacts, contractAmountBeforeFen: null, invoicedBeforeFen: 0n };
  assert.equal(invoiceOverContract(facts).outcome, 'passed');
  assert.equal(invoiceOverContract({ ...facts, form: withForm({ contract: { amountFen: 108_999_99n } }).form }).outcome, 'refused');
});
