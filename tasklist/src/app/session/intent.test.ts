import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Intent, rememberRefused } from './intent.ts';

test('trying again keeps the key, other content changes it', () => {
  const intent = new Intent();
  const first = intent.keyFor({ outcome: 'approved' });
  assert.equal(intent.keyFor({ outcome: 'approved' }), first);
  assert.notEqual(intent.keyFor({ outcome: 'rejected' }), first);
});

test('once done, the same content is a new intent', () => {
  const intent = new Intent();
  const first = intent.keyFor('x');
  intent.done();
  assert.notEqual(intent.keyFor('x'), first);
});

test('after a refusal, the same content is a new intent, with a key that stays', () => {
  const intent = new Intent();
  const first = intent.keyFor('x');
  rememberRefused(first);
  const second = intent.keyFor('x');
  assert.notEqual(second, first);
  assert.equal(intent.keyFor('x'), second);
});
