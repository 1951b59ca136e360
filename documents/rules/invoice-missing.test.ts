import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts } from '../testing/street-facts.ts';
import { invoiceMissing } from './invoice-missing.ts';

it('refuses an application without an e-invoice', () => {
  const { outcome, field } = invoiceMissing({ ...soundFacts, eInvoice: null });
  assert.deepEqual({ outcome, field }, { outcome: 'refused', field: 'documents.eInvoice' });
  assert.equal(invoiceMissing(soundFacts).outcome, 'passed');
});
