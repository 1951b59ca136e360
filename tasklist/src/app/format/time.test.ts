import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge, formatDay, formatMinute, formatPastAge, formatSecond } from './time.ts';

test('times are those of Shanghai', () => {
  assert.equal(formatMinute('2026-11-22T08:45:07.000Z'), '2026-11-22 16:45');
  assert.equal(formatSecond('2026-11-22T08:45:07.000Z'), '2026-11-22 16:45:07');
  assert.equal(formatDay('2026-11-22T16:30:00.000Z'), '2026-11-23');
  assert.equal(formatMinute('2026-11-22T16:00:00.000Z'), '2026-11-23 00:00');
});

test('ages are words of the reader', () => {
  const now = new Date('2026-11-22T08:45:00.000Z');
  assert.equal(formatAge('2026-11-22T08:42:00.000Z', now, 'zh-CN'), '3分钟前');
  assert.equal(formatAge('2026-11-22T08:42:00.000Z', now, 'en'), '3 minutes ago');
  assert.equal(formatAge('2026-11-21T08:42:00.000Z', now, 'zh-CN'), '昨天');
});

test('what has happened is never ahead, though the screen’s clock may be behind', () => {
  const now = new Date('2026-11-22T08:45:00.000Z');
  assert.equal(formatPastAge('2026-11-22T08:45:08.000Z', now, 'zh-CN'), '现在');
  assert.equal(formatPastAge('2026-11-22T08:44:58.000Z', now, 'en'), '2 seconds ago');
});
