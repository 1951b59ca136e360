import type { JsonValue, Key } from '@gbc/engine';
import type {
  DecisionRow, DeletedVersionRow, ElementInstanceRow, EventTriggerRow, FormRow, IncidentRow, InputCollectionRow, JobRow, JoinRow, MessageCorrelationRow, MessageRow, MessageStartedInstanceRow,
  MessageStartSubscriptionRow, MessageSubscriptionRow, ProcessDefinitionRow, ResourceRow, SignalSubscriptionRow, TimerRow, UserTaskRow, VariableRow,
} from './rows.ts';
import { Table } from './table.ts';

const scoped = (scopeKey: Key, name: string) => `${scopeKey} ${name}`;
/** A look-up by several texts. */
export const pair = (...texts: readonly string[]) => texts.join('\0');
const startOf = (row: { readonly elementInstanceKey: Key | null; readonly processDefinitionKey: Key }) =>
  (row.elementInstanceKey === null ? row.processDefinitionKey : undefined);
const newest = <Row extends { readonly version: number }>(rows: readonly Row[]) =>
  rows.reduce<Row | undefined>((found, row) => (found && found.version > row.version ? found : row), undefined);

const dateOrNull = (iso: string | null) => (iso === null ? null : new Date(iso));

/** Everything that lives: definitions and running instances. Only record appliers change it. */
export class EngineState {
  readonly resources = new Table<ResourceRow>({
    kind: 'resource',
    id: (row) => row.resourceKey,
    indexes: { deployment: (row) => row.deploymentKey },
    restore: (stored) => ({ ...stored, deployedAt: new Date(stored.deployedAt) }),
  });
  readonly processDefinitions = new Table<ProcessDefinitionRow>({
    kind: 'processDefinition',
    id: (row) => row.processDefinitionKey,
    indexes: { processId: (row) => row.processId, resource: (row) => row.resourceKey },
  });
  readonly decisions = new Table<DecisionRow>({
    kind: 'decision',
    id: (row) => row.decisionKey,
    indexes: { decisionId: (row) => row.decisionId, resource: (row) => row.resourceKey },
  });
  readonly forms = new Table<FormRow>({
    kind: 'form',
    id: (row) => row.formKey,
    indexes: { formId: (row) => row.formId, resource: (row) => row.resourceKey },
  });
  readonly deletedVersions = new Table<DeletedVersionRow>({ kind: 'deletedVersion', id: (row) => `${row.kind} ${row.id}`, indexes: {} });
  readonly elementInstances = new Table<ElementInstanceRow>({
    kind: 'elementInstance',
    id: (row) => row.elementInstanceKey,
    indexes: {
      scope: (row) => row.scopeKey ?? undefined,
      parent: (row) => row.parentElementInstanceKey,
      instanceOf: (row) => (row.elementType === 'process' ? row.processDefinitionKey : undefined),
    },
  });
  readonly variables = new Table<VariableRow>({
    kind: 'variable',
    id: (row) => scoped(row.scopeKey, row.name),
    indexes: { scope: (row) => row.scopeKey },
  });
  readonly inputCollections = new Table<InputCollectionRow>({ kind: 'inputCollection', id: (row) => row.scopeKey, indexes: {} });
  readonly joins = new Table<JoinRow>({
    kind: 'join',
    id: (row) => scoped(row.scopeKey, row.flowId),
    indexes: { scope: (row) => row.scopeKey },
  });
  readonly jobs = new Table<JobRow>({
    kind: 'job',
    id: (row) => row.jobKey,
    indexes: { element: (row) => row.elementInstanceKey, activatable: (row) => (row.state === 'ACTIVATABLE' ? row.type : undefined) },
    restore: (stored) => ({ ...stored, dueAt: dateOrNull(stored.dueAt) }),
  });
  readonly userTasks = new Table<UserTaskRow>({
    kind: 'userTask',
    id: (row) => row.taskKey,
    indexes: { element: (row) => row.elementInstanceKey },
    restore: ({ task, ...stored }) => ({ ...stored, task: { ...task, dueDate: dateOrNull(task.dueDate), followUpDate: dateOrNull(task.followUpDate) } }),
  });
  readonly timers = new Table<TimerRow>({
    kind: 'timer',
    id: (row) => row.timerKey,
    indexes: { element: (row) => row.elementInstanceKey ?? undefined, startOf },
    restore: (stored) => ({ ...stored, dueAt: new Date(stored.dueAt) }),
  });
  readonly messages = new Table<MessageRow>({
    kind: 'message',
    id: (row) => row.messageKey,
    indexes: {
      name: (row) => pair(row.name, row.correlationKey),
      messageId: (row) => (row.messageId === '' ? undefined : pair(row.name, row.correlationKey, row.messageId)),
    },
    restore: (stored) => ({ ...stored, expiresAt: new Date(stored.expiresAt) }),
  });
  readonly messageCorrelations = new Table<MessageCorrelationRow>({
    kind: 'messageCorrelation',
    id: (row) => scoped(row.messageKey, row.processId),
    indexes: { message: (row) => row.messageKey },
  });
  readonly messageSubscriptions = new Table<MessageSubscriptionRow>({
    kind: 'messageSubscription',
    id: (row) => row.subscriptionKey,
    indexes: { element: (row) => row.elementInstanceKey, name: (row) => pair(row.messageName, row.correlationKey) },
  });
  readonly messageStartSubscriptions = new Table<MessageStartSubscriptionRow>({
    kind: 'messageStartSubscription',
    id: (row) => row.subscriptionKey,
    indexes: { startOf: (row) => row.processDefinitionKey, name: (row) => row.messageName },
  });
  readonly messageStartedInstances = new Table<MessageStartedInstanceRow>({
    kind: 'messageStartedInstance',
    id: (row) => row.processInstanceKey,
    indexes: { correlationKey: (row) => pair(row.processId, row.correlationKey) },
  });
  readonly signalSubscriptions = new Table<SignalSubscriptionRow>({
    kind: 'signalSubscription',
    id: (row) => row.subscriptionKey,
    indexes: { element: (row) => row.elementInstanceKey ?? undefined, startOf, name: (row) => row.signalName },
  });
  readonly eventTriggers = new Table<EventTriggerRow>({ kind: 'eventTrigger', id: (row) => row.scopeKey, indexes: {} });
  readonly incidents = new Table<IncidentRow>({
    kind: 'incident',
    id: (row) => row.incidentKey,
    indexes: { element: (row) => row.elementInstanceKey, job: (row) => row.jobKey ?? undefined },
  });

  /** Every table above, for what is done to all alike. */
  readonly tables: readonly Table<unknown>[] = (Object.values(this) as unknown[]).filter((value): value is Table<unknown> => value instanceof Table);

  endTransition(): void {
    for (const table of this.tables) table.endTransition();
  }

  undoTransition(): void {
    for (const table of this.tables) table.undoTransition();
  }

  markCommitted(): void {
    for (const table of this.tables) table.markCommitted();
  }

  latestProcess(processId: string): ProcessDefinitionRow | undefined {
    return newest(this.processDefinitions.by('processId', processId));
  }

  latestDecision(decisionId: string): DecisionRow | undefined {
    return newest(this.decisions.by('decisionId', decisionId));
  }

  /** The highest version that was deleted; 0 where none was. */
  deletedVersion(kind: DeletedVersionRow['kind'], id: string): number {
    return this.deletedVersions.get(`${kind} ${id}`)?.version ?? 0;
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

  /** An element's own variables, without those around it. */
  localVariables(elementInstanceKey: Key): Record<string, JsonValue> {
    const local: Record<string, JsonValue> = {};
    for (const { name, value } of this.variables.by('scope', elementInstanceKey)) defineVariable(local, name, value);
    return local;
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
