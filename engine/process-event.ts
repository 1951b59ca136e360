import type { Key, Variables } from './workflow-engine.ts';

/** Where in which process something happened. Keys are int64 as decimal text; they repeat on another engine, so `engineId` belongs to them. */
export interface ProcessPlace {
  readonly engineId: string;
  readonly at: Date;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly processVersion: number;
}

export interface ElementPlace extends ProcessPlace {
  readonly elementId: string;
  /** As BPMN names it: `userTask`, `serviceTask`, `exclusiveGateway`, `boundaryEvent`, ... */
  readonly elementType: string;
  readonly elementInstanceKey: Key;
}

/** A step of a process, told to the append hook in the transaction that takes it. */
export type ProcessEvent =
  | ({ readonly kind: 'instanceStarted'; readonly variables: Variables; readonly parentProcessInstanceKey: Key | null } & ProcessPlace)
  | ({ readonly kind: 'instanceEnded'; readonly outcome: 'completed' | 'terminated' } & ProcessPlace)
  | ({ readonly kind: 'elementEntered' } & ElementPlace)
  | ({ readonly kind: 'elementLeft'; readonly outcome: 'completed' | 'terminated' } & ElementPlace)
  | ({ readonly kind: 'sequenceFlowTaken'; readonly sequenceFlowId: string } & ProcessPlace)
  | ({ readonly kind: 'userTaskOpened'; readonly task: UserTask } & ElementPlace)
  /** Somebody assigned the task, or changed what it says of itself; `task` is how it stands now. */
  | ({ readonly kind: 'userTaskChanged'; readonly task: UserTask } & ElementPlace)
  | ({ readonly kind: 'userTaskClosed'; readonly taskKey: Key; readonly outcome: 'completed' | 'cancelled' } & ElementPlace)
  | ({ readonly kind: 'incidentRaised'; readonly incidentKey: Key; readonly errorType: string; readonly message: string; readonly jobKey: Key | null } & ElementPlace)
  | ({ readonly kind: 'incidentResolved'; readonly incidentKey: Key } & ElementPlace);

/** A user task as its model describes it, expressions evaluated. */
export interface UserTask {
  readonly taskKey: Key;
  readonly name: string;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueDate: Date | null;
  readonly followUpDate: Date | null;
  readonly priority: number;
  /** The form's id and the key of the version bound at this moment; null where the task has none. */
  readonly form: { readonly formId: string; readonly formKey: Key } | null;
  /** A form that is kept elsewhere, where the task names one. */
  readonly externalFormReference?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Called with the events of a group of steps inside the transaction that commits them. A throw rolls the steps back.
 * `T` is whatever transaction handle the adapter's store has; the port knows nothing of databases.
 */
export type AppendHook<T> = (tx: T, events: readonly ProcessEvent[]) => Promise<void>;
