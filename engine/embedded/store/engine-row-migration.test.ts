import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createEmptyDatabase, migrationSql, type TestDatabase } from '@gbc/prisma/testing';
import { EngineState } from '../state/engine-state.ts';
import { loadState } from './load-state.ts';

/** What one table each held before there was `engine_row`. */
const oldRows = `
  insert into engine_resource values (11, 10, 'a "b".bpmn', 'c0ffee', E'<a>\\n"ü"</a>', '2026-03-02T01:00:00.120Z');
  insert into engine_process_definition values (12, 'p', 3, 10, 11);
  insert into engine_decision values (13, 'd', 1, 10, 11);
  insert into engine_form values (14, 'f', 2, 10, 11);
  insert into engine_element_instance values (20, 20, 12, null, 'p', 'process', 'ACTIVATED', 1, 0, false), (21, 20, 12, 20, 't', 'userTask', 'ACTIVATED', 0, 0, true);
  insert into engine_variable values (20, 'a b', '{"n":[1,null,"\\u0000"]}');
  insert into engine_join values (20, 'flow', 'gateway', 2);
  insert into engine_job values (30, 'work', 21, 20, 12, 't', 'FAILED', 1, 2, '{"h":"1"}', '2026-03-02T01:00:00Z', 'no'), (31, 'work', 21, 20, 12, 't', 'ACTIVATABLE', 1, 0, '{}', null, null);
  insert into engine_user_task values (40, 21, 20, 12, 't', '{"taskKey":"40","dueDate":"2026-03-05T00:00:00.000Z","followUpDate":null}');
  insert into engine_timer values (50, 21, 20, 'remind', '2026-03-02T01:00:00.001Z', -1, 'P1D');
  insert into engine_incident values (60, 21, 20, 30, 'JOB_NO_RETRIES', 'no');
  insert into engine_record values (1, '2026-03-01T09:00:00Z', 'deploy', '[{"valueType":"RESOURCE"}]'),
    (2, '2026-03-01T10:00:00Z', 'createInstance', '[{"valueType":"PROCESS_INSTANCE_CREATION","intent":"CREATED","value":{"processInstanceKey":"20"}},{"valueType":"JOB"}]'),
    (4, '2026-03-01T11:00:00Z', 'completeJob', '[{"valueType":"JOB","value":{"processInstanceKey":"20"}}]');`;

let database: TestDatabase;

before(async () => {
  database = await createEmptyDatabase();
  for (const sql of ["set timezone = 'Asia/Shanghai'", migrationSql('events'), migrationSql('engine'), oldRows, migrationSql('engine_row'), migrationSql('engine_history')]) await database.read(sql);
});
after(() => database.drop());

test('rows of the tables before engine_row live on in it', async () => {
  const state = new EngineState();
  await loadState((sql, values) => database.read(sql, values), state);
  const rows = (table: { all(): Iterable<unknown> }) => [...table.all()];
  const common = { deploymentKey: '10', resourceKey: '11' };
  const place = { elementInstanceKey: '21', processInstanceKey: '20' };
  assert.deepEqual(rows(state.resources), [{ ...common, name: 'a "b".bpmn', checksum: 'c0ffee', content: '<a>\n"ü"</a>', deployedAt: new Date('2026-03-02T01:00:00.120Z') }]);
  assert.deepEqual(rows(state.processDefinitions), [{ ...common, processDefinitionKey: '12', processId: 'p', version: 3 }]);
  assert.deepEqual(rows(state.decisions), [{ ...common, decisionKey: '13', decisionId: 'd', version: 1 }]);
  assert.deepEqual(rows(state.forms), [{ ...common, formKey: '14', formId: 'f', version: 2 }]);
  const element = { processInstanceKey: '20', processDefinitionKey: '12', state: 'ACTIVATED', activeFlows: 0 };
  assert.deepEqual(rows(state.elementInstances), [
    { ...element, elementInstanceKey: '20', scopeKey: null, elementId: 'p', elementType: 'process', activeChildren: 1, interrupted: false },
    { ...element, elementInstanceKey: '21', scopeKey: '20', elementId: 't', elementType: 'userTask', activeChildren: 0, interrupted: true },
  ]);
  assert.deepEqual(rows(state.variables), [{ scopeKey: '20', name: 'a b', value: { n: [1, null, '\u0000'] } }]);
  assert.deepEqual(state.join('20', 'flow'), { scopeKey: '20', gatewayId: 'gateway', flowId: 'flow', tokens: 2 });
  const job = { ...place, type: 'work', processDefinitionKey: '12', elementId: 't', retries: 1 };
  assert.deepEqual(rows(state.jobs), [
    { ...job, jobKey: '30', state: 'FAILED', failures: 2, headers: { h: '1' }, dueAt: new Date('2026-03-02T01:00:00Z'), errorMessage: 'no' },
    { ...job, jobKey: '31', state: 'ACTIVATABLE', failures: 0, headers: {}, dueAt: null, errorMessage: null },
  ]);
  const task = { taskKey: '40', dueDate: new Date('2026-03-05T00:00:00Z'), followUpDate: null };
  assert.deepEqual(rows(state.userTasks), [{ ...place, taskKey: '40', processDefinitionKey: '12', elementId: 't', task }]);
  assert.deepEqual(rows(state.timers), [{ ...place, timerKey: '50', targetElementId: 'remind', dueAt: new Date('2026-03-02T01:00:00.001Z'), repetitions: -1, interval: 'P1D' }]);
  assert.deepEqual(rows(state.incidents), [{ ...place, incidentKey: '60', jobKey: '30', errorType: 'JOB_NO_RETRIES', message: 'no' }]);
});

test('records live on, and of what runs it is known since when', async () => {
  const instances = await database.read('select * from engine_process_instance');
  assert.deepEqual(instances.rows, [{
    process_instance_key: 20n, process_definition_key: 12n, process_id: 'p', version: 3, parent_process_instance_key: null,
    started_at: new Date('2026-03-01T10:00:00Z'), ended_at: null, outcome: null, has_records: true,
  }]);
  const records = await database.read<{ position: bigint; process_instance_key: bigint; commands: string }>('select position, process_instance_key, commands from engine_record order by position');
  assert.deepEqual(records.rows.map(({ commands, ...row }) => ({ ...row, commands: JSON.parse(commands) as unknown })), [
    { position: 1n, process_instance_key: null, commands: [{ position: 1, command: 'deploy', records: [{ valueType: 'RESOURCE' }] }] },
    {
      position: 2n, process_instance_key: null,
      commands: [{ position: 2, command: 'createInstance', records: [{ valueType: 'PROCESS_INSTANCE_CREATION', intent: 'CREATED', value: { processInstanceKey: '20' } }, { valueType: 'JOB' }] }],
    },
    { position: 4n, process_instance_key: null, commands: [{ position: 4, command: 'completeJob', records: [{ valueType: 'JOB', value: { processInstanceKey: '20' } }] }] },
  ]);
  const { rows: tables } = await database.read("select table_name as name from information_schema.tables where table_name like 'engine%' order by 1");
  assert.deepEqual(tables.map(({ name }) => name), ['engine_data', 'engine_process_instance', 'engine_record', 'engine_row']);
});
