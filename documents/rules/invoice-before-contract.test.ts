import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withEInvoice, withForm } from '../testing/street-facts.ts';
import { invoiceBeforeContract } from './invoice-before-contract.ts';

it('warns of an invoice issued the day before the contract, not of one issued the same day', () => {
  const signedOn = '2026-03-01';
  const outcomeOf = (issuedOn: string) => invoiceBeforeContract(withEInvoice({ issuedOn })).outcome;
  assert.equal(outcomeOf('2026-02-28'), 'warned');
  assert.equal(outcomeOf(signedOn), 'passed');
});

it('goes by the day entered where the e-invoice states none', () => {
  const facts = withForm({ invoice: { issuedOn: '2025-12-31' } });
  const { outcome, params } = invoiceBeforeContract({ ...facts, eInvoice: { ...facts.eInvoice, issuedOn: null } });
  assert.deepEqual([outcome, params], ['warned', { issuedOn: '2025-12-31', signedOn: '2026-03-01' }]);
});
