import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrailStep } from '../../api/models/trail-step';
import { hopsOf } from './trail-hops.ts';

const step = (from: string | null, to: string, amountFen: number, state: TrailStep['state'] = 'posted'): TrailStep => ({
  transferId: `${from}-${to}-${amountFen}`,
  kind: from ? 'payout' : 'mint',
  state,
  fromAccountId: from ?? 'issuance',
  fromOrganisationId: from,
  toAccountId: to,
  toOrganisationId: to,
  amountFen,
  at: '2026-11-22T08:00:00Z',
  applicationId: 'a',
  decidedBy: [],
  eventId: null,
  proof: 'recorded',
});

test('the path runs from the bank to the payee, whatever order the transfers come in', () => {
  const hops = hopsOf([step('street', 'firm', 10), step('district', 'department', 500), step(null, 'district', 1000), step('department', 'street', 100)]);
  assert.deepEqual(hops.map((hop) => hop.to.organisationId), ['district', 'department', 'street', 'firm']);
});

test('transfers between the same two are one hop; a voided hold is none', () => {
  const hops = hopsOf([step('street', 'firm', 10), step('street', 'firm', 5, 'pending'), step('street', 'firm', 7, 'voided')]);
  assert.deepEqual(hops.map(({ amountFen, isPending }) => ({ amountFen, isPending })), [{ amountFen: 15, isPending: true }]);
});
