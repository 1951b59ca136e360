import type { TableName } from '../state/engine-state.ts';

/** How a field of a row is stored: keys are text in memory and bigint in the database, `json` is JSON text. */
type ColumnType = 'key' | 'text' | 'integer' | 'boolean' | 'time' | 'json';

interface TableColumns {
  readonly name: string;
  /** How many of the first columns are the primary key. */
  readonly keyLength: number;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** Where each table of the state is kept. Column names are the fields' in snake case. */
export const tableColumns: Readonly<Record<TableName, TableColumns>> = {
  resources: {
    name: 'engine_resource', keyLength: 1,
    columns: { resourceKey: 'key', deploymentKey: 'key', name: 'text', checksum: 'text', content: 'text', deployedAt: 'time' },
  },
  processDefinitions: {
    name: 'engine_process_definition', keyLength: 1,
    columns: { processDefinitionKey: 'key', processId: 'text', version: 'integer', deploymentKey: 'key', resourceKey: 'key' },
  },
  decisions: {
    name: 'engine_decision', keyLength: 1,
    columns: { decisionKey: 'key', decisionId: 'text', version: 'integer', deploymentKey: 'key', resourceKey: 'key' },
  },
  forms: {
    name: 'engine_form', keyLength: 1,
    columns: { formKey: 'key', formId: 'text', version: 'integer', deploymentKey: 'key', resourceKey: 'key' },
  },
  elementInstances: {
    name: 'engine_element_instance', keyLength: 1,
    columns: {
      elementInstanceKey: 'key', processInstanceKey: 'key', processDefinitionKey: 'key', scopeKey: 'key', elementId: 'text', elementType: 'text',
      state: 'text', activeChildren: 'integer', activeFlows: 'integer', interrupted: 'boolean',
    },
  },
  variables: { name: 'engine_variable', keyLength: 2, columns: { scopeKey: 'key', name: 'text', value: 'json' } },
  joins: { name: 'engine_join', keyLength: 2, columns: { scopeKey: 'key', flowId: 'text', gatewayId: 'text', tokens: 'integer' } },
  jobs: {
    name: 'engine_job', keyLength: 1,
    columns: {
      jobKey: 'key', type: 'text', elementInstanceKey: 'key', processInstanceKey: 'key', processDefinitionKey: 'key', elementId: 'text',
      state: 'text', retries: 'integer', failures: 'integer', headers: 'json', dueAt: 'time', errorMessage: 'text',
    },
  },
  userTasks: {
    name: 'engine_user_task', keyLength: 1,
    columns: { taskKey: 'key', elementInstanceKey: 'key', processInstanceKey: 'key', processDefinitionKey: 'key', elementId: 'text', task: 'json' },
  },
  timers: {
    name: 'engine_timer', keyLength: 1,
    columns: {
      timerKey: 'key', elementInstanceKey: 'key', processInstanceKey: 'key', targetElementId: 'text', dueAt: 'time', repetitions: 'integer', interval: 'text',
    },
  },
  incidents: {
    name: 'engine_incident', keyLength: 1,
    columns: { incidentKey: 'key', elementInstanceKey: 'key', processInstanceKey: 'key', jobKey: 'key', errorType: 'text', message: 'text' },
  },
};

const sqlTypes: Readonly<Record<ColumnType, string>> = { key: 'bigint', text: 'text', integer: 'integer', boolean: 'boolean', time: 'timestamptz', json: 'text' };
const snakeCase = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const list = (items: readonly string[]) => items.join(', ');

/** The SQL of one table. Rows travel as one JSON parameter, so a statement writes any number of them. */
export function tableSql({ name, keyLength, columns }: TableColumns) {
  const fields = Object.entries(columns).map(([field, type]) => ({ column: `"${snakeCase(field)}"`, type: sqlTypes[type] }));
  const keys = fields.slice(0, keyLength);
  const names = list(fields.map(({ column }) => column));
  const keyNames = list(keys.map(({ column }) => column));
  const typed = (items: typeof fields) => list(items.map(({ column, type }) => `${column} ${type}`));
  const updates = list(fields.slice(keyLength).map(({ column }) => `${column} = excluded.${column}`));
  return {
    select: `select ${names} from ${name} order by ${keyNames}`,
    upsert: `insert into ${name} (${names}) select ${names} from json_to_recordset($1::json) as row (${typed(fields)})
             on conflict (${keyNames}) do update set ${updates}`,
    delete: `delete from ${name} where (${keyNames}) in (select ${keyNames} from json_to_recordset($1::json) as row (${typed(keys)}))`,
  };
}

/** A row as the database has it. */
export function toStored({ columns }: TableColumns, row: object): Record<string, unknown> {
  const values = row as Record<string, unknown>;
  return Object.fromEntries(Object.entries(columns).map(([field, type]) => [snakeCase(field), type === 'json' ? JSON.stringify(values[field]) : values[field]]));
}

function fromColumn(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'key') return String(value);
  return type === 'json' ? JSON.parse(value as string) : value;
}

/** A row as the state has it. */
export function fromStored({ columns }: TableColumns, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([field, type]) => [field, fromColumn(type, row[snakeCase(field)])]));
}
