import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokensOfMany } from './tokens-of-many.ts';

test('running instances are counted at each step, ended ones nowhere', () => {
  const { active } = tokensOfMany([
    { state: 'running', activeElements: [{ elementId: 'review', count: 1 }] },
    { state: 'running', activeElements: [{ elementId: 'review', count: 1 }, { elementId: 'remindReview', count: 2 }] },
    { state: 'completed', activeElements: [{ elementId: 'review', count: 1 }] },
  ]);
  assert.deepEqual(active, [
    { elementId: 'review', count: 2 },
    { elementId: 'remindReview', count: 2 },
  ]);
});
