import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDuration, parseIsoDuration } from './iso-duration.ts';
import { schedule } from './timer-definition.ts';

const now = new Date('2026-01-31T00:00:00Z');
const dueAt = (kind: 'date' | 'duration' | 'cycle', text: string) => schedule(kind, text, now)?.dueAt.toISOString();

test('durations', () => {
  assert.deepEqual(parseIsoDuration('P1Y2M1W1DT1H1M1.5S'), { months: 14, milliseconds: 8 * 86_400_000 + 3_661_500 });
  for (const bad of ['', 'P', 'PT', 'P1', '1D', 'PT1D', 'P1H', 'P1.5D', 'soon']) assert.equal(parseIsoDuration(bad), undefined, bad);
  assert.equal(addDuration(now, { months: 1, milliseconds: 0 }).toISOString(), '2026-02-28T00:00:00.000Z');
});

test('dates need a zone', () => {
  assert.equal(dueAt('date', '2026-03-01T08:00:00+08:00'), '2026-03-01T00:00:00.000Z');
  assert.equal(dueAt('date', '2026-03-01T08:00:00+08:00[Asia/Shanghai]'), '2026-03-01T00:00:00.000Z');
  for (const bad of ['2026-03-01', '2026-03-01T08:00:00', '2026-13-01T00:00:00Z', 'tomorrow']) assert.equal(dueAt('date', bad), undefined, bad);
});

test('cycles', () => {
  assert.deepEqual(schedule('cycle', 'R/P1D', now), { dueAt: new Date('2026-02-01T00:00:00Z'), repetitions: -1, interval: 'P1D' });
  assert.deepEqual(schedule('cycle', 'R3/2026-02-05T00:00:00Z/PT1H', now), { dueAt: new Date('2026-02-05T00:00:00Z'), repetitions: 3, interval: 'PT1H' });
  for (const bad of ['R0/PT1H', 'R/PT0S', 'R/-PT1H', 'PT1H', 'R3', '0 0 * * * *']) assert.equal(schedule('cycle', bad, now), undefined, bad);
});
