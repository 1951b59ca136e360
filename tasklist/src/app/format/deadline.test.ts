import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadlineOf } from './deadline.ts';

const friday = new Date('2026-11-20T02:00:00Z');

test('a weekend is no working day', () => {
  assert.deepEqual(deadlineOf('2026-11-23T09:00:00Z', friday), { workingDays: 1, isLate: false });
  assert.deepEqual(deadlineOf('2026-11-20T09:00:00Z', friday), { workingDays: 0, isLate: false });
});

test('the day is that of Shanghai', () => {
  assert.deepEqual(deadlineOf('2026-11-23T16:30:00Z', friday), { workingDays: 2, isLate: false });
});

test('what is past is late', () => {
  assert.deepEqual(deadlineOf('2026-11-19T02:00:00Z', friday), { workingDays: 1, isLate: true });
});
