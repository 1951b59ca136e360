import type { JsonValue, Key, Variables } from '@gbc/engine';
import type { ElementType } from '../model/process-model.ts';
import type {
  DecisionRow, ElementInstanceRow, EventTriggerRow, FormRow, IncidentRow, InputCollectionRow, JobRow, MessageRow, MessageStartSubscriptionRow, MessageSubscriptionRow, ProcessDefinitionRow,
  ResourceRow, SignalSubscriptionRow, TimerRow, UserTaskRow, VariableRow,
} from '../state/rows.ts';

export interface ElementInstanceValue {
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly scopeKey: Key | null;
  readonly elementId: string;
  readonly elementType: ElementType;
}

export interface SequenceFlowValue {
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly scopeKey: Key;
  readonly flowId: string;
  /** The joining gateway where the token waits for others; null where it enters its target at once. */
  readonly joinAt: string | null;
}

/** An element is entered, and how. */
export interface ElementActivatingValue extends ElementInstanceValue, Pick<ElementInstanceRow, 'parentElementInstanceKey' | 'depth' | 'loopCounter' | 'awaitsResult' | 'tags'> {
  /** A token came along a flow. */
  readonly viaFlow: boolean;
  /** The flows whose waiting tokens a joining gateway takes in. */
  readonly joined: readonly string[];
}

export interface ProcessInstanceCreationValue {
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  /** The instance whose call activity called this one. */
  readonly parentProcessInstanceKey: Key | null;
  readonly variables: Variables;
}

export interface EscalationValue {
  readonly processInstanceKey: Key;
  readonly throwElementId: string;
  /** Null where nothing has caught it. */
  readonly catchElementId: string | null;
  readonly escalationCode: string;
}

interface R<ValueType extends string, Intent extends string, Value> {
  readonly valueType: ValueType;
  readonly intent: Intent;
  readonly value: Value;
}

/**
 * What happened, with Zeebe's names of value types and intents. State is the sum of its records: nothing else changes it.
 * A value is the whole row as it stands afterwards, except that a removal tells the row as it last was.
 */
export type EngineRecord =
  | R<'RESOURCE', 'CREATED' | 'DELETED', ResourceRow>
  | R<'PROCESS', 'CREATED' | 'DELETED', ProcessDefinitionRow>
  | R<'DECISION', 'CREATED' | 'DELETED', DecisionRow>
  | R<'FORM', 'CREATED' | 'DELETED', FormRow>
  | R<'PROCESS_INSTANCE_CREATION', 'CREATED', ProcessInstanceCreationValue>
  | R<'PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', ElementActivatingValue>
  | R<'PROCESS_INSTANCE', 'ELEMENT_ACTIVATED' | 'ELEMENT_COMPLETING' | 'ELEMENT_COMPLETED' | 'ELEMENT_TERMINATING' | 'ELEMENT_TERMINATED', ElementInstanceValue>
  | R<'PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', SequenceFlowValue>
  /** A terminate end event was reached, or an interrupting event subprocess begins: waiting tokens are gone and nothing else starts in the scope. */
  | R<'PROCESS_INSTANCE', 'SCOPE_INTERRUPTED', { readonly scopeKey: Key; readonly interruptedBy: string }>
  /** Elements start in the scopes named, which nothing interrupts any more. */
  | R<'PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', { readonly processInstanceKey: Key; readonly scopeKeys: readonly Key[]; readonly terminatedKeys: readonly Key[] }>
  /** What an instance that a client waits for leaves behind. */
  | R<'PROCESS_INSTANCE_RESULT', 'COMPLETED', { readonly processInstanceKey: Key; readonly variables: Variables }>
  | R<'PROCESS_EVENT', 'TRIGGERING' | 'TRIGGERED', EventTriggerRow>
  | R<'MULTI_INSTANCE', 'INPUT_COLLECTION_EVALUATED', InputCollectionRow>
  | R<'VARIABLE', 'CREATED' | 'UPDATED', VariableRow>
  | R<'JOB', 'CREATED' | 'ACTIVATED' | 'TIMED_OUT' | 'FAILED' | 'RECURRED_AFTER_BACKOFF' | 'RETRIES_UPDATED' | 'TIMEOUT_UPDATED' | 'ERROR_THROWN', JobRow>
  | R<'JOB', 'COMPLETED' | 'CANCELED' | 'ERROR_CAUGHT', JobRow>
  | R<'USER_TASK', 'CREATED' | 'ASSIGNED' | 'UPDATED' | 'COMPLETED' | 'CANCELED', UserTaskRow>
  | R<'TIMER', 'CREATED' | 'TRIGGERED' | 'CANCELED', TimerRow>
  | R<'MESSAGE', 'PUBLISHED' | 'EXPIRED', MessageRow>
  | R<'PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED' | 'DELETED', MessageSubscriptionRow>
  | R<'PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', MessageSubscriptionRow & { readonly messageKey: Key }>
  | R<'MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED' | 'DELETED', MessageStartSubscriptionRow>
  | R<'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', MessageStartSubscriptionRow & { readonly messageKey: Key; readonly correlationKey: string; readonly processInstanceKey: Key }>
  | R<'SIGNAL', 'BROADCASTED', { readonly signalKey: Key; readonly signalName: string; readonly variables: Variables }>
  | R<'SIGNAL_SUBSCRIPTION', 'CREATED' | 'DELETED', SignalSubscriptionRow>
  | R<'ESCALATION', 'ESCALATED' | 'NOT_ESCALATED', EscalationValue>
  | R<'INCIDENT', 'CREATED' | 'RESOLVED', IncidentRow>
  | R<'DECISION_EVALUATION', 'EVALUATED', { readonly decisionKey: Key; readonly matchedRules: readonly number[]; readonly output: JsonValue }>;
