import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isDay } from './day.ts';

it('knows the days of the calendar', () => {
  for (const day of ['2026-10-15', '2024-02-29', '0001-01-01']) assert.equal(isDay(day), true, day);
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20261015', '2026-10-15 10:00', 'undefined-undefined-undefined', '']) {
    assert.equal(isDay(text), false, text);
  }
});
