import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf } from './steps.ts';

const states = (state: Parameters<typeof stepsOf>[0]['state'], processId = 'street-approval') => stepsOf({ state, processId }).map((step) => step.state);

test('what is behind is done, one is now, the rest lies ahead', () => {
  assert.deepEqual(states('approvingPayout'), ['done', 'done', 'done', 'now', 'ahead', 'ahead', 'ahead']);
  assert.deepEqual(states('completed'), Array<string>(7).fill('done'));
});

test('an application that came back stands at its applicant', () => {
  assert.deepEqual(states('correcting'), ['back', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
});

test('allocations between offices have no document check', () => {
  assert.equal(states('reviewing', 'district-approval').length, 6);
  assert.deepEqual(states('reviewing', 'district-approval').slice(0, 2), ['done', 'now']);
});
