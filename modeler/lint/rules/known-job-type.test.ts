import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reported, serviceTask } from '../../testing/process-xml.ts';
import { JOB_TYPES } from '../vocabulary.ts';

test('every job type of ours is known', async () => {
  assert.deepEqual(await reported('known-job-type', JOB_TYPES.map((type) => serviceTask(type, type)).join('')), []);
});

test('a misspelt job type and one that only an expression knows are reported', async () => {
  assert.deepEqual(await reported('known-job-type', serviceTask('typo', 'transfer-token') + serviceTask('computed', '=jobType')), ['typo', 'computed']);
});
