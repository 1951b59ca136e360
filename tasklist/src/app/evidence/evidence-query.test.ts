import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEvidenceQuery } from './evidence-query.ts';

test('what is looked up is told by its shape', () => {
  const sha = 'AB'.repeat(32);
  assert.deepEqual(readEvidenceQuery(' 0190a5b0-0000-7000-8000-000000000001 '), { event: '0190a5b0-0000-7000-8000-000000000001' });
  for (const day of ['2026-11-02', '2026/11/2', '2026.11.02', '2026年11月2日']) assert.deepEqual(readEvidenceQuery(day), { day: '2026-11-02' });
  for (const moment of ['2026-11-22 16:45', '2026/11/22 16:45:00', '2026年11月22日16:45', '2026-11-22T16：45']) assert.deepEqual(readEvidenceQuery(moment), { at: '2026-11-22T08:45:00.000Z' });
  assert.deepEqual(readEvidenceQuery('2026-11-22 25:45'), { day: '2026-11-22' }, 'no such time of the day');
  assert.deepEqual(readEvidenceQuery(' 300 '), { size: 300 });
  assert.deepEqual(readEvidenceQuery(sha), { hash: sha.toLowerCase() });
  assert.deepEqual(readEvidenceQuery(`0x${sha}`), { hash: sha.toLowerCase() });
  assert.deepEqual(readEvidenceQuery(`bafkrei${'a'.repeat(52)}`), { hash: `bafkrei${'a'.repeat(52)}` });
  assert.deepEqual(readEvidenceQuery('BWT-2026-0001'), { application: 'BWT-2026-0001' });
  assert.equal(readEvidenceQuery('  '), undefined);
});
