import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSize } from './size.ts';

test('sizes are short and have a unit', () => {
  assert.equal(formatSize(999), '999 B');
  assert.equal(formatSize(640_400), '640 kB');
  assert.equal(formatSize(999_700), '1.0 MB');
  assert.equal(formatSize(1_240_000), '1.2 MB');
});
