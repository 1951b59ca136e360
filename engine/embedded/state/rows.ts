import type { JsonValue, Key, UserTask, Variables } from '@gbc/engine';
import type { ElementType } from '../model/process-model.ts';
import type { IncidentErrorType } from '../failure.ts';

/** A deployed file. `resourceKey` is also the key of its decision requirements where it is a DMN. */
export interface ResourceRow {
  readonly resourceKey: Key;
  readonly deploymentKey: Key;
  readonly name: string;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly checksum: string;
  readonly content: string;
  readonly deployedAt: Date;
}

export interface ProcessDefinitionRow {
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly version: number;
  readonly versionTag?: string;
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
}

export interface DecisionRow {
  readonly decisionKey: Key;
  readonly decisionId: string;
  readonly version: number;
  readonly versionTag?: string;
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
}

export interface FormRow {
  readonly formKey: Key;
  readonly formId: string;
  readonly version: number;
  readonly versionTag?: string;
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
}

/** The highest version of a process, decision or form that was deleted, so that no version is given twice. */
export interface DeletedVersionRow {
  readonly kind: 'process' | 'decision' | 'form';
  readonly id: string;
  readonly version: number;
}

export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** A token's stay in an element; the process itself is the root instance. */
export interface ElementInstanceRow {
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  /** The instance around it; null for the process. */
  readonly scopeKey: Key | null;
  readonly elementId: string;
  readonly elementType: ElementType;
  readonly state: ElementState;
  readonly activeChildren: number;
  /** Flows of this scope that were taken and have not entered their target. */
  readonly activeFlows: number;
  /** The terminate end event or event subprocess that ended all else here: nothing but that subprocess may still start. */
  readonly interruptedBy?: string;
  /** Of a called process: the call activity that waits for it. */
  readonly parentElementInstanceKey?: Key;
  /** Of a called process: how many processes deep the calls go, the one called by a root being 2. */
  readonly depth?: number;
  /** Of a root whose client waits for its end: the variables that it asks for, by name; none for all. */
  readonly awaitsResult?: readonly string[];
  /** Labels of a process instance; those that it calls have none of them. */
  readonly tags?: readonly string[];
  /** Execution listeners that are done since the element's state last changed. */
  readonly listenersDone?: number;
  /** Of an instance inside a multi-instance body: its number, from 1. */
  readonly loopCounter?: number;
  /** Of a multi-instance body: instances inside that began and that ended. */
  readonly loop?: { readonly started: number; readonly completed: number; readonly terminated: number };
}

/** The items that a multi-instance body goes over, as they were when it began. */
export interface InputCollectionRow {
  /** The body. */
  readonly scopeKey: Key;
  readonly items: readonly JsonValue[];
}

export interface VariableRow {
  readonly scopeKey: Key;
  readonly name: string;
  readonly value: JsonValue;
}

/** Tokens that wait at a joining gateway, by the flow they came along. */
export interface JoinRow {
  readonly scopeKey: Key;
  readonly gatewayId: string;
  readonly flowId: string;
  readonly tokens: number;
}

export type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';

export interface JobRow {
  readonly jobKey: Key;
  readonly type: string;
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly elementId: string;
  readonly state: JobState;
  readonly retries: number;
  /** Technical failures so far. */
  readonly failures: number;
  /** The job is an execution listener's, at the start or the end of its element. */
  readonly listener?: 'START' | 'END';
  /** The client's worker that has the job; null where nobody has it, or a handler in this process. */
  readonly worker: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** When an activation times out, or a failed job's back-off ends. */
  readonly dueAt: Date | null;
  readonly errorMessage: string | null;
}

export interface UserTaskRow {
  readonly taskKey: Key;
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly elementId: string;
  readonly task: UserTask;
}

/** Where a timer, a message subscription or a signal subscription belongs. */
interface Waiting {
  /** The instance that waits; null for a start event, which waits for its process definition. */
  readonly elementInstanceKey: Key | null;
  readonly processInstanceKey: Key | null;
  readonly processDefinitionKey: Key;
  /** The event to trigger. */
  readonly targetElementId: string;
}

export interface TimerRow extends Waiting {
  readonly timerKey: Key;
  readonly dueAt: Date;
  /** Times it still fires, this one included; -1 without end. */
  readonly repetitions: number;
  /** ISO 8601 duration between two times, or a cron expression; null where it fires once. */
  readonly interval: string | null;
}

/** A published message, kept until its time is over: instances that begin to wait for it meanwhile get it too. */
export interface MessageRow {
  readonly messageKey: Key;
  readonly name: string;
  readonly correlationKey: string;
  /** Told apart by it, a message is published once; empty where the publisher does not care. */
  readonly messageId: string;
  readonly variables: Variables;
  readonly expiresAt: Date;
}

/** A message that a process has had: it gets none twice. */
export interface MessageCorrelationRow {
  readonly messageKey: Key;
  readonly processId: string;
}

/** An instance that waits for messages of a name and key. */
export interface MessageSubscriptionRow {
  readonly subscriptionKey: Key;
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly targetElementId: string;
  readonly messageName: string;
  readonly correlationKey: string;
  /** One message ends the wait. */
  readonly interrupting: boolean;
}

/** A process that messages of a name start. */
export interface MessageStartSubscriptionRow {
  readonly subscriptionKey: Key;
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly targetElementId: string;
  readonly messageName: string;
}

/** A running instance that a message with a correlation key has started: no other of its process starts with that key. */
export interface MessageStartedInstanceRow {
  readonly processInstanceKey: Key;
  readonly processId: string;
  readonly correlationKey: string;
}

export interface SignalSubscriptionRow extends Waiting {
  readonly subscriptionKey: Key;
  readonly signalName: string;
}

/** An event that happened to a scope or a gateway, until the element that goes on from it has taken it in. */
export interface EventTriggerRow {
  /** The process, event subprocess or event-based gateway. */
  readonly scopeKey: Key;
  readonly targetElementId: string;
  readonly variables: Variables;
}

export interface IncidentRow {
  readonly incidentKey: Key;
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly jobKey: Key | null;
  readonly errorType: IncidentErrorType;
  readonly message: string;
}
