import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { monthOf, nextOf, parsePeriod, previousOf, yearOf } from './period.ts';
import { momentOf, refusal } from './testing/index.ts';

describe('a period', () => {
  test('begins and ends at midnight in Shanghai', () => {
    const { startsAt, endsAt, kind } = parsePeriod('2026-11');
    assert.deepEqual([kind, startsAt.toISOString(), endsAt.toISOString()], ['month', '2026-10-31T16:00:00.000Z', '2026-11-30T16:00:00.000Z']);
    assert.deepEqual([parsePeriod('2026').startsAt, parsePeriod('2026').endsAt], [momentOf('2026-01-01'), momentOf('2027-01-01')]);
  });

  test('is the one that a moment is of, to the millisecond', () => {
    const midnight = momentOf('2027-01-01').getTime();
    assert.equal(monthOf(new Date(midnight)).periodId, '2027-01');
    assert.equal(monthOf(new Date(midnight - 1)).periodId, '2026-12');
    assert.equal(yearOf(new Date(midnight - 1)).periodId, '2026');
  });

  test('follows another without a gap, over the end of a year and in February', () => {
    assert.equal(nextOf(parsePeriod('2026-12')).periodId, '2027-01');
    assert.equal(previousOf(parsePeriod('2027-01')).periodId, '2026-12');
    assert.equal(previousOf(parsePeriod('2028')).periodId, '2027');
    assert.deepEqual(parsePeriod('2028-02').endsAt, momentOf('2028-03-01'));
    assert.deepEqual(parsePeriod('2028-02').endsAt, nextOf(parsePeriod('2028-02')).startsAt);
  });

  for (const periodId of ['', '2026-13', '2026-00', '2026-1', '26', '2026-11-01', '9999', ' 2026', '二〇二六']) {
    test(`is not "${periodId}"`, () => assert.throws(() => parsePeriod(periodId), refusal('ledger.periodMissing')));
  }
});
