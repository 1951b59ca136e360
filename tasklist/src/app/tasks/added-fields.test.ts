import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addedFieldsOf, answersOf } from './added-fields.ts';

const reason = { type: 'textarea', key: 'reason' };
const received = { type: 'checkbox', key: 'received' };
const urgency = { type: 'select', key: 'urgency', validate: { required: true } };
const hint = { type: 'text', text: '请先核对合同' };

test('a form as it is delivered leaves nothing to show', () => {
  assert.equal(addedFieldsOf({ id: 'payout', components: [reason, { type: 'select', key: 'field' }] }), undefined);
  assert.equal(addedFieldsOf({ id: 'receipt', components: [received] }), undefined);
  assert.equal(addedFieldsOf(undefined), undefined);
});

test('what an admin added is shown, words among it, in its order', () => {
  assert.deepEqual(addedFieldsOf({ id: 'payout', components: [hint, reason, urgency] }), { id: 'payout', components: [hint, urgency] });
});

test('what was entered there goes along, and nothing else', () => {
  assert.deepEqual(answersOf({ urgency: 'high', reason: 'x', received: true }), { urgency: 'high' });
  assert.equal(answersOf({}), undefined);
});
