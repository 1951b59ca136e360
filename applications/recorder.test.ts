import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ProcessEvent, ProcessPlace, UserTask } from '@gbc/engine';
import { systemEnvironment as env } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { createRecorder } from './recorder.ts';

const at = new Date('2026-11-23T08:00:00Z');
const application = '00000000-0000-7000-8000-00000000000a';
const other = '00000000-0000-7000-8000-00000000000b';
const reviewTask = '00000000-0000-7000-8000-0000000000c1';
const decision = '00000000-0000-7000-8000-0000000000d1';
const person = '00000000-0000-7000-8000-0000000000e1';

const place = (key: string, processId = 'street-approval'): ProcessPlace => ({ engineId: 'engine', at, processInstanceKey: key, processDefinitionKey: `of ${processId}`, processId, processVersion: 1 });
const element = (key: string, elementId: string, elementType: string, stay: string) => ({ ...place(key), elementId, elementType, elementInstanceKey: stay });
const started = (key: string, applicationId: string): ProcessEvent => ({ kind: 'instanceStarted', variables: { applicationId }, parentProcessInstanceKey: null, ...place(key) });
const entered = (key: string, elementId: string, stay: string, elementType = 'serviceTask'): ProcessEvent => ({ kind: 'elementEntered', ...element(key, elementId, elementType, stay) });
const left = (key: string, elementId: string, stay: string, elementType = 'serviceTask'): ProcessEvent => ({ kind: 'elementLeft', outcome: 'completed', ...element(key, elementId, elementType, stay) });
const taken = (key: string, sequenceFlowId: string): ProcessEvent => ({ kind: 'sequenceFlowTaken', sequenceFlowId, ...place(key) });
const task = (taskKey: string): UserTask => ({
  taskKey, name: '付款审批 "一"', assignee: null, candidateGroups: ['beiwaitan/finance-supervisor', 'a "quoted", group'], candidateUsers: [], dueDate: at, followUpDate: null, priority: 50,
  form: { formId: 'payout', formKey: '7' }, headers: { decision: 'payout' },
});

/** Two applications: one on its way through a called process, one that is started twice and ends. */
const steps: readonly ProcessEvent[] = [
  started('1', application),
  entered('1', 'validateDocuments', '11'),
  left('1', 'validateDocuments', '11'),
  taken('1', 'toReview'),
  { kind: 'userTaskClosed', taskKey: '500', outcome: 'completed', ...element('1', 'review', 'userTask', '12') },
  started('2', other),
  started('3', other),
  { kind: 'instanceStarted', variables: {}, parentProcessInstanceKey: '1', ...place('4', 'payout') },
  entered('4', 'approvePayout', '41', 'userTask'),
  { kind: 'userTaskOpened', task: task('600'), ...element('4', 'approvePayout', 'userTask', '41') },
  taken('1', 'toReview'),
  { kind: 'incidentRaised', incidentKey: '90', errorType: 'JOB_NO_RETRIES', message: 'no answer', jobKey: '91', ...element('4', 'approvePayout', 'userTask', '41') },
  { kind: 'incidentResolved', incidentKey: '90', ...element('4', 'approvePayout', 'userTask', '41') },
  entered('2', 'confirmReceipt', '21', 'userTask'),
  { kind: 'userTaskOpened', task: task('700'), ...element('2', 'confirmReceipt', 'userTask', '21') },
  { kind: 'userTaskClosed', taskKey: '700', outcome: 'cancelled', ...element('2', 'confirmReceipt', 'userTask', '21') },
  { kind: 'elementLeft', outcome: 'terminated', ...element('2', 'confirmReceipt', 'userTask', '21') },
  { kind: 'instanceEnded', outcome: 'terminated', ...place('2') },
];

async function prepare(database: TestDatabase): Promise<void> {
  for (const id of [application, other]) await database.write(
    `insert into application (id, process_id, state, payer_organisation_id, applicant_organisation_id, applicant_role, created_by, title, revision, draft, created_at, updated_at)
     values ($1, 'street-approval', 'validating', 'beiwaitan', 'pujiang', 'supplier', $2, 'a title', 1, '{"form": {}, "documents": []}', $3, $3)`,
    [id, person, at],
  );
  await database.write(
    `insert into task (id, engine_id, task_key, element_id, name, process_instance_key, process_id, process_version, application_id, candidate_groups, priority, headers, state, created_at)
     values ($1, 'engine', '500', 'review', 'review', '1', 'street-approval', 1, $2, '{}', 50, '{}', 'open', $3)`,
    [reviewTask, application, at],
  );
  await database.write(
    `insert into decision (id, task_id, application_id, kind, outcome, state, revision, payout_no, person_id, organisation_id, role, content_hash, at)
     values ($1, $2, $3, 'review', 'approved', 'recorded', 1, 1, $4, 'beiwaitan', 'specialist', '00', $5)`,
    [decision, reviewTask, application, person, at],
  );
}

/** All that the steps have written, but for ids and times of the run. */
async function written({ read }: TestDatabase): Promise<object> {
  const rows = async (sql: string) => (await read(sql)).rows;
  return {
    instances: await rows('select * from process_instance order by process_instance_key'),
    elements: await rows('select * from process_element order by element_instance_key'),
    flows: await rows('select * from process_flow order by sequence_flow_id'),
    tasks: await rows(`select to_jsonb(task) - 'id' as task from task order by task_key`),
    incidents: await rows('select * from process_incident'),
    decisions: await rows('select id, state from decision'),
    applications: await rows('select id, state, engine_id, process_instance_key, draft from application order by id'),
    commands: await rows('select kind, application_id, payload from outbox'),
    events: await rows(`select application_id, type, body::jsonb -> 'data' as data from event order by application_id, type, body::jsonb -> 'data'`),
  };
}

describe('steps that one group has taken', () => {
  let databases: TestDatabase[] = [];
  before(async () => void (databases = await Promise.all([createTestDatabase(), createTestDatabase()])));
  after(() => Promise.all(databases.map((database) => database.drop())));

  it('leave the same rows and events as the same steps one by one', async () => {
    const [together, single] = databases as [TestDatabase, TestDatabase];
    const told: unknown[] = [];
    const record = createRecorder(env, (instances) => told.push(...instances.map(({ processInstanceKey, applicationId }) => [processInstanceKey, applicationId])));
    await Promise.all(databases.map(prepare));
    await together.transaction((tx) => record(tx, steps));
    assert.deepEqual(told, [['1', application], ['2', other], ['3', undefined], ['4', application]]);
    for (const step of steps) await single.transaction((tx) => record(tx, [step]));
    const result = await written(together);
    assert.deepEqual(result, await written(single));
    assert.partialDeepStrictEqual(result, {
      flows: [{ sequence_flow_id: 'toReview', times: 2 }],
      decisions: [{ state: 'accepted' }],
      applications: [{ state: 'approvingPayout', process_instance_key: '1' }, { state: 'terminated', process_instance_key: '2', draft: null }],
      commands: [{ kind: 'cancelInstance', application_id: other, payload: { processInstanceKey: '3' } }],
    });
  });
});
