import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice, withForm } from '../testing/street-facts.ts';
import { invoiceIssueDay } from './invoice-issue-day.ts';

it('warns of another day than the e-invoice’s, or of none on it', () => {
  assert.equal(invoiceIssueDay(soundFacts).outcome, 'passed');
  assert.equal(invoiceIssueDay(withForm({ invoice: { issuedOn: '2026-10-16' } })).outcome, 'warned');
  assert.equal(invoiceIssueDay(withEInvoice({ issuedOn: null })).outcome, 'warned');
});
