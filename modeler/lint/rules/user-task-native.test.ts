import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reported, userTask } from '../../testing/process-xml.ts';

test('a job-based user task is reported, a native one is not', async () => {
  const content = userTask('jobBased', '<zeebe:formDefinition formKey="a" />') + userTask('native', '<zeebe:userTask />');
  assert.deepEqual(await reported('user-task-native', content), ['jobBased']);
});
