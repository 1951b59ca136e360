import type { JsonValue, Key, UserTask } from '@gbc/engine';
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
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
}

export interface DecisionRow {
  readonly decisionKey: Key;
  readonly decisionId: string;
  readonly version: number;
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
}

export interface FormRow {
  readonly formKey: Key;
  readonly formId: string;
  readonly version: number;
  readonly deploymentKey: Key;
  readonly resourceKey: Key;
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
  /** A terminate end event was reached: nothing more starts here. */
  readonly interrupted: boolean;
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

export interface TimerRow {
  readonly timerKey: Key;
  /** The instance that the event is attached to. */
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  /** The event to trigger. */
  readonly targetElementId: string;
  readonly dueAt: Date;
  /** Times it still fires, this one included; -1 without end. */
  readonly repetitions: number;
  /** ISO 8601 duration between two times; null where it fires once. */
  readonly interval: string | null;
}

export interface IncidentRow {
  readonly incidentKey: Key;
  readonly elementInstanceKey: Key;
  readonly processInstanceKey: Key;
  readonly jobKey: Key | null;
  readonly errorType: IncidentErrorType;
  readonly message: string;
}
