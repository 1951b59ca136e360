import type { Key } from '@gbc/engine';
import type { EngineState } from '../state/engine-state.ts';
import type { ElementInstanceRow, ElementState, IncidentRow } from '../state/rows.ts';
import { applyDefinition } from './apply-definition.ts';
import type { ElementActivatingValue, ElementInstanceValue, EngineRecord, SequenceFlowValue } from './record.ts';

type ProcessInstanceRecord = Extract<EngineRecord, { valueType: 'PROCESS_INSTANCE' }>;

function change(state: EngineState, key: Key, update: (row: ElementInstanceRow) => Partial<ElementInstanceRow>): void {
  const row = state.elementInstances.get(key);
  if (!row) throw new Error(`no element instance ${key}`);
  state.elementInstances.put({ ...row, ...update(row) });
}

function enter(state: EngineState, { viaFlow, joined, ...instance }: ElementActivatingValue): void {
  const { scopeKey } = instance;
  const loop = instance.elementType === 'multiInstanceBody' ? { loop: { started: 0, completed: 0, terminated: 0 } } : {};
  state.elementInstances.put({ ...instance, ...loop, state: 'ACTIVATING', activeChildren: 0, activeFlows: 0 });
  if (scopeKey === null) return;
  const arrived = joined.length > 0 ? joined.length : viaFlow ? 1 : 0;
  change(state, scopeKey, (scope) => ({
    activeChildren: scope.activeChildren + 1,
    activeFlows: scope.activeFlows - arrived,
    ...(scope.loop ? { loop: { ...scope.loop, started: scope.loop.started + 1 } } : {}),
  }));
  for (const flowId of joined) {
    const join = state.join(scopeKey, flowId);
    if (!join) throw new Error(`no token waits on ${flowId}`);
    if (join.tokens > 1) state.joins.put({ ...join, tokens: join.tokens - 1 });
    else state.joins.delete(`${scopeKey} ${flowId}`);
  }
}

function dropJoins(state: EngineState, scopeKey: Key): void {
  for (const { flowId } of state.joins.by('scope', scopeKey)) state.joins.delete(`${scopeKey} ${flowId}`);
}

function leave(state: EngineState, { elementInstanceKey, scopeKey }: ElementInstanceValue, outcome: 'completed' | 'terminated'): void {
  for (const { name } of state.variables.by('scope', elementInstanceKey)) state.variables.delete(`${elementInstanceKey} ${name}`);
  dropJoins(state, elementInstanceKey);
  if (state.inputCollections.get(elementInstanceKey)) state.inputCollections.delete(elementInstanceKey);
  if (state.eventTriggers.get(elementInstanceKey)) state.eventTriggers.delete(elementInstanceKey);
  if (state.messageStartedInstances.get(elementInstanceKey)) state.messageStartedInstances.delete(elementInstanceKey);
  state.elementInstances.delete(elementInstanceKey);
  if (scopeKey === null) return;
  change(state, scopeKey, ({ activeChildren, loop }) => ({
    activeChildren: activeChildren - 1,
    ...(loop ? { loop: { ...loop, [outcome]: loop[outcome] + 1 } } : {}),
  }));
}

function takeFlow(state: EngineState, { scopeKey, flowId, joinAt }: SequenceFlowValue): void {
  change(state, scopeKey, (scope) => ({ activeFlows: scope.activeFlows + 1 }));
  if (joinAt === null) return;
  state.joins.put({ scopeKey, gatewayId: joinAt, flowId, tokens: (state.join(scopeKey, flowId)?.tokens ?? 0) + 1 });
}

/** Whatever has interrupted a scope, elements may start in it again. */
function reopen(state: EngineState, scopeKey: Key): void {
  const { interruptedBy, ...scope } = state.elementInstances.get(scopeKey) as ElementInstanceRow;
  if (interruptedBy !== undefined) state.elementInstances.put(scope);
}

const elementStates: Partial<Record<ProcessInstanceRecord['intent'], ElementState>> = {
  ELEMENT_ACTIVATED: 'ACTIVATED',
  ELEMENT_COMPLETING: 'COMPLETING',
  ELEMENT_TERMINATING: 'TERMINATING',
};

function applyProcessInstance(state: EngineState, record: ProcessInstanceRecord): void {
  switch (record.intent) {
    case 'ELEMENT_ACTIVATING':
      return enter(state, record.value);
    case 'ELEMENT_COMPLETED':
      return leave(state, record.value, 'completed');
    case 'ELEMENT_TERMINATED':
      return leave(state, record.value, 'terminated');
    case 'SEQUENCE_FLOW_TAKEN':
      return takeFlow(state, record.value);
    case 'SCOPE_INTERRUPTED':
      dropJoins(state, record.value.scopeKey);
      return change(state, record.value.scopeKey, () => ({ interruptedBy: record.value.interruptedBy, activeFlows: 0 }));
    default:
      change(state, record.value.elementInstanceKey, ({ listenersDone }) => ({ state: elementStates[record.intent] as ElementState, ...(listenersDone ? { listenersDone: 0 } : {}) }));
  }
}

/** Who has had a message is forgotten with it. */
function applyMessage(state: EngineState, { intent, value }: Extract<EngineRecord, { valueType: 'MESSAGE' }>): void {
  if (intent === 'PUBLISHED') return state.messages.put(value);
  for (const { processId } of state.messageCorrelations.by('message', value.messageKey)) state.messageCorrelations.delete(`${value.messageKey} ${processId}`);
  state.messages.delete(value.messageKey);
}

/** A message that isn't kept can come to nobody twice. */
function rememberCorrelation(state: EngineState, messageKey: Key, processId: string): void {
  if (state.messages.get(messageKey)) state.messageCorrelations.put({ messageKey, processId });
}

function applyMessageSubscription(state: EngineState, record: Extract<EngineRecord, { valueType: 'PROCESS_MESSAGE_SUBSCRIPTION' }>): void {
  const { subscriptionKey, processId, interrupting } = record.value;
  if (record.intent === 'CREATED') return state.messageSubscriptions.put(record.value);
  if (record.intent === 'CORRELATED') rememberCorrelation(state, record.value.messageKey, processId);
  if (record.intent === 'DELETED' || interrupting) state.messageSubscriptions.delete(subscriptionKey);
}

function applyMessageStart(state: EngineState, record: Extract<EngineRecord, { valueType: 'MESSAGE_START_EVENT_SUBSCRIPTION' }>): void {
  if (record.intent === 'CREATED') return state.messageStartSubscriptions.put(record.value);
  if (record.intent === 'DELETED') return state.messageStartSubscriptions.delete(record.value.subscriptionKey);
  if (record.intent !== 'CORRELATED') return;
  const { processId, messageKey, correlationKey, processInstanceKey } = record.value;
  state.messageCorrelations.put({ messageKey, processId });
  if (correlationKey !== '') state.messageStartedInstances.put({ processInstanceKey, processId, correlationKey });
}

/** After an expression that failed none of the element's listeners counts as done, as in Zeebe. */
function resolveIncident(state: EngineState, { incidentKey, elementInstanceKey, errorType }: IncidentRow): void {
  state.incidents.delete(incidentKey);
  if (errorType === 'EXTRACT_VALUE_ERROR') change(state, elementInstanceKey, ({ listenersDone }) => (listenersDone ? { listenersDone: 0 } : {}));
}

/** Applies one record to the state. It decides nothing: the same records give the same state. */
export function apply(state: EngineState, record: EngineRecord): void {
  switch (record.valueType) {
    case 'RESOURCE':
    case 'PROCESS':
    case 'DECISION':
    case 'FORM':
      return applyDefinition(state, record);
    case 'PROCESS_INSTANCE': return applyProcessInstance(state, record);
    case 'PROCESS_INSTANCE_MODIFICATION': return record.value.scopeKeys.forEach((scopeKey) => reopen(state, scopeKey));
    case 'MULTI_INSTANCE': return state.inputCollections.put(record.value);
    case 'VARIABLE': return state.variables.put(record.value);
    case 'JOB': {
      if (record.intent === 'COMPLETED' && record.value.listener) change(state, record.value.elementInstanceKey, ({ listenersDone = 0 }) => ({ listenersDone: listenersDone + 1 }));
      const gone = record.intent === 'COMPLETED' || record.intent === 'CANCELED' || record.intent === 'ERROR_CAUGHT';
      return gone ? state.jobs.delete(record.value.jobKey) : state.jobs.put(record.value);
    }
    case 'USER_TASK': {
      const closed = record.intent === 'COMPLETED' || record.intent === 'CANCELED';
      return closed ? state.userTasks.delete(record.value.taskKey) : state.userTasks.put(record.value);
    }
    case 'TIMER': return record.intent === 'CREATED' ? state.timers.put(record.value) : state.timers.delete(record.value.timerKey);
    case 'INCIDENT': return record.intent === 'CREATED' ? state.incidents.put(record.value) : resolveIncident(state, record.value);
    case 'PROCESS_EVENT': return record.intent === 'TRIGGERING' ? state.eventTriggers.put(record.value) : state.eventTriggers.delete(record.value.scopeKey);
    case 'MESSAGE': return applyMessage(state, record);
    case 'PROCESS_MESSAGE_SUBSCRIPTION': return applyMessageSubscription(state, record);
    case 'MESSAGE_START_EVENT_SUBSCRIPTION': return applyMessageStart(state, record);
    case 'SIGNAL_SUBSCRIPTION': {
      return record.intent === 'CREATED' ? state.signalSubscriptions.put(record.value) : state.signalSubscriptions.delete(record.value.subscriptionKey);
    }
    case 'SIGNAL':
    case 'ESCALATION':
    case 'PROCESS_INSTANCE_CREATION':
    case 'PROCESS_INSTANCE_RESULT':
    case 'DECISION_EVALUATION':
      return;
  }
}
