import type { JsonValue, Key } from '@gbc/engine';
import type {
  DecisionRow, ElementInstanceRow, FormRow, IncidentRow, JobRow, JoinRow, ProcessDefinitionRow, ResourceRow, TimerRow, UserTaskRow, VariableRow,
} from './rows.ts';
import { Table } from './table.ts';

const scoped = (scopeKey: Key, name: string) => `${scopeKey} ${name}`;
const newest = <Row extends { readonly version: number }>(rows: readonly Row[]) =>
  rows.reduce<Row | undefined>((found, row) => (found && found.version > row.version ? found : row), undefined);

export const tableNames = [
  'resources', 'processDefinitions', 'decisions', 'forms', 'elementInstances', 'variables', 'joins', 'jobs', 'userTasks', 'timers', 'incidents',
] as const;
export type TableName = (typeof tableNames)[number];

/** Everything that lives: definitions and running instances. Only record appliers change it. */
export class EngineState {
  readonly resources = new Table<ResourceRow>({ id: (row) => row.resourceKey, indexes: { deployment: (row) => row.deploymentKey } });
  readonly processDefinitions = new Table<ProcessDefinitionRow>({
    id: (row) => row.processDefinitionKey,
    indexes: { processId: (row) => row.processId, resource: (row) => row.resourceKey },
  });
  readonly decisions = new Table<DecisionRow>({
    id: (row) => row.decisionKey,
    indexes: { decisionId: (row) => row.decisionId, resource: (row) => row.resourceKey },
  });
  readonly forms = new Table<FormRow>({ id: (row) => row.formKey, indexes: { formId: (row) => row.formId, resource: (row) => row.resourceKey } });
  readonly elementInstances = new Table<ElementInstanceRow>({
    id: (row) => row.elementInstanceKey,
    indexes: { scope: (row) => row.scopeKey ?? undefined },
  });
  readonly variables = new Table<VariableRow>({ id: (row) => scoped(row.scopeKey, row.name), indexes: { scope: (row) => row.scopeKey } });
  readonly joins = new Table<JoinRow>({ id: (row) => scoped(row.scopeKey, row.flowId), indexes: { scope: (row) => row.scopeKey } });
  readonly jobs = new Table<JobRow>({
    id: (row) => row.jobKey,
    indexes: { element: (row) => row.elementInstanceKey, activatable: (row) => (row.state === 'ACTIVATABLE' ? row.type : undefined) },
  });
  readonly userTasks = new Table<UserTaskRow>({ id: (row) => row.taskKey, indexes: { element: (row) => row.elementInstanceKey } });
  readonly timers = new Table<TimerRow>({ id: (row) => row.timerKey, indexes: { element: (row) => row.elementInstanceKey } });
  readonly incidents = new Table<IncidentRow>({
    id: (row) => row.incidentKey,
    indexes: { element: (row) => row.elementInstanceKey, job: (row) => row.jobKey ?? undefined },
  });

  endTransition(): void {
    for (const name of tableNames) this[name].endTransition();
  }

  undoTransition(): void {
    for (const name of tableNames) this[name].undoTransition();
  }

  markCommitted(): void {
    for (const name of tableNames) this[name].markCommitted();
  }

  latestProcess(processId: string): ProcessDefinitionRow | undefined {
    return newest(this.processDefinitions.by('processId', processId));
  }

  latestDecision(decisionId: string): DecisionRow | undefined {
    return newest(this.decisions.by('decisionId', decisionId));
  }

  latestForm(formId: string): FormRow | undefined {
    return newest(this.forms.by('formId', formId));
  }

  variable(scopeKey: Key, name: string): VariableRow | undefined {
    return this.variables.get(scoped(scopeKey, name));
  }

  join(scopeKey: Key, flowId: string): JoinRow | undefined {
    return this.joins.get(scoped(scopeKey, flowId));
  }

  /** All that an element sees: its own variables over those of the scopes around it. */
  visibleVariables(elementInstanceKey: Key): Record<string, JsonValue> {
    const visible: Record<string, JsonValue> = {};
    for (let key: Key | null = elementInstanceKey; key !== null; key = this.elementInstances.get(key)?.scopeKey ?? null) {
      for (const { name, value } of this.variables.by('scope', key)) if (!Object.hasOwn(visible, name)) defineVariable(visible, name, value);
    }
    return visible;
  }
}

/** An assignment that also takes the name `__proto__` for what it is. */
function defineVariable(target: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
