import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDuration, parseIsoDuration } from './iso-duration.ts';
import { nextSchedule, schedule, type TimerSchedule } from './timer-definition.ts';

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
  assert.deepEqual(schedule('cycle', 'R3/2019-10-01T12:00:00Z/PT1H', now)?.dueAt, now, 'a start that is past is now');
  for (const bad of ['R/PT0S', 'R/-PT1H', 'PT1H', 'R3', '0 0 * * *', '@reboot', '0 0 24 * * *']) assert.equal(schedule('cycle', bad, now), undefined, bad);
});

test('cycles by cron have seconds, count in UTC and go on without end', () => {
  assert.deepEqual(schedule('cycle', '0 0 9 * * MON-FRI', now), { dueAt: new Date('2026-02-02T09:00:00Z'), repetitions: -1, interval: '0 0 9 * * MON-FRI' });
  const cron = { '@daily': '2026-02-01', '0 0 0 ? * 7': '2026-02-01', '0 0 0 * * 0': '2026-02-01', '0 0 0 L * *': '2026-02-28', '0 0 0 ? * FRI#2': '2026-02-13', '0 0 0 15W * *': '2026-02-16', '0 0 0 3/5 * ?': '2026-02-03' };
  for (const [text, day] of Object.entries(cron)) assert.equal(dueAt('cycle', text), `${day}T00:00:00.000Z`, text);
  assert.equal(dueAt('cycle', '0 0 0 13 * FRI'), '2026-02-13T00:00:00.000Z', 'a day of the month and of the week: both must hold');
  assert.equal(dueAt('cycle', '0 0 0 30 2 *'), undefined, 'a day that never comes');
});

test('the next time of an interval counts from when the last was due, but is not in the past; that of cron counts from now', () => {
  const late = new Date('2026-01-31T03:30:00Z');
  const last = { dueAt: new Date('2026-01-31T01:00:00Z'), repetitions: 3 };
  const cycle = (text: string) => schedule('cycle', text, late) as TimerSchedule;
  assert.deepEqual(nextSchedule(last, cycle('R3/PT1H'), late), { dueAt: late, repetitions: 2, interval: 'PT1H' });
  assert.deepEqual(nextSchedule({ ...last, repetitions: -1 }, cycle('R/PT3H'), late), { dueAt: new Date('2026-01-31T04:00:00Z'), repetitions: -1, interval: 'PT3H' });
  assert.equal(nextSchedule({ ...last, repetitions: -1 }, cycle('0 0 * * * *'), late).dueAt.toISOString(), '2026-01-31T04:00:00.000Z');
});
