import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateGroups, reported, userTask } from '../../testing/process-xml.ts';

test('groups by expression or by list that end in a role are accepted', async () => {
  const content =
    userTask('byExpression', candidateGroups('=[officeId + "/specialist", applicantId + "/supplier"]')) + userTask('byList', candidateGroups('office-1/specialist, office-2/finance-supervisor'));
  assert.deepEqual(await reported('known-candidate-role', content), []);
});

test('a role may be left to a variable whose name says that it is one', async () => {
  assert.deepEqual(await reported('known-candidate-role', userTask('byVariable', candidateGroups('=[applicantId + "/" + payeeRole]'))), []);
  assert.deepEqual(await reported('known-candidate-role', userTask('byAnything', candidateGroups('=[applicantId + "/" + payee]'))), ['byAnything']);
});

test('every unknown role is reported', async () => {
  const content = userTask('typo', candidateGroups('=[officeId + "/specialst", officeId + "/specialist"]')) + userTask('noOffice', candidateGroups('=[officeId + "specialist2"]'));
  assert.deepEqual(await reported('known-candidate-role', content), ['typo', 'noOffice']);
});

test('a user task that reaches nobody is reported', async () => {
  assert.deepEqual(await reported('known-candidate-role', userTask('nobody', '<zeebe:userTask />') + userTask('variable', candidateGroups('=groups'))), ['nobody', 'variable']);
});
