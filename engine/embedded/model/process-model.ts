import type { Expression } from '../feel/expression.ts';

export interface Mapping {
  readonly source: Expression;
  /** A variable name, or a path into one: `order.total`. */
  readonly target: readonly string[];
}

export interface SequenceFlow {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition: Expression | null;
}

interface Node extends ExecutionListeners {
  readonly id: string;
  readonly name: string;
  /** The subprocess or process around it. */
  readonly scopeId: string | null;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly boundaryEvents: readonly BoundaryEvent[];
}

export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  readonly headers: Readonly<Record<string, string>>;
}

/** Jobs around the life of an element, in their order. */
export interface ExecutionListeners {
  /** Before it does its work, after its inputs were mapped. */
  readonly startListeners: readonly JobDefinition[];
  /** Before it is left, after its outputs were mapped. */
  readonly endListeners: readonly JobDefinition[];
}

export interface TimerDefinition {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
}

/** Which version of another resource is meant: the newest, that of the same deployment, or the newest with a version tag. */
export type Binding = 'latest' | 'deployment' | { readonly versionTag: string };

export interface FormReference {
  readonly formId: Expression;
  readonly binding: Binding;
}

/** What a user task says of itself, whichever kind it is. */
export interface UserTaskDefinition {
  readonly native: boolean;
  readonly assignee: Expression | null;
  readonly candidateGroups: Expression | null;
  readonly candidateUsers: Expression | null;
  readonly dueDate: Expression | null;
  readonly followUpDate: Expression | null;
  readonly priority: Expression | null;
  readonly form: FormReference | null;
  /** A form that is kept elsewhere, which only a native task may name. */
  readonly externalFormReference: Expression | null;
  /** A form named by key alone, which only a job-based task may carry. */
  readonly formKey: Expression | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface CalledDecision {
  readonly decisionId: Expression;
  readonly resultVariable: string;
  readonly binding: Binding;
}

export interface MessageDefinition {
  readonly name: Expression;
  /** Null for a start event of a process, which any message of the name starts. */
  readonly correlationKey: Expression | null;
}

/** What a catching event waits for. */
export type EventTrigger =
  | { readonly kind: 'timer'; readonly timer: TimerDefinition }
  | { readonly kind: 'message'; readonly message: MessageDefinition }
  | { readonly kind: 'signal'; readonly signalName: Expression }
  /** A null code catches every error. */
  | { readonly kind: 'error'; readonly errorCode: string | null }
  /** A null code catches every escalation. */
  | { readonly kind: 'escalation'; readonly escalationCode: string | null };
export type TriggerOf<Kind extends EventTrigger['kind']> = Extract<EventTrigger, { kind: Kind }>;

/** What an end event or an intermediate throw event does. A message is thrown by a job worker. */
export type ThrowDefinition =
  | { readonly kind: 'none' }
  | { readonly kind: 'message'; readonly job: JobDefinition }
  | { readonly kind: 'signal'; readonly signalName: Expression }
  | { readonly kind: 'escalation'; readonly escalationCode: Expression };

export interface ProcessElement extends Node {
  readonly type: 'process';
  /** The none start event; null where only events start the process. */
  readonly startEventId: string | null;
  /** Start events that wait for something. */
  readonly triggeredStarts: readonly TriggeredStartEvent[];
  /** Start events of the event subprocesses inside. */
  readonly eventStarts: readonly TriggeredStartEvent[];
}
export interface SubProcess extends Node {
  readonly type: 'subProcess';
  readonly startEventId: string;
  readonly eventStarts: readonly TriggeredStartEvent[];
}
/** A subprocess that an event starts beside what runs around it, or in its place. */
export interface EventSubProcess extends Node {
  readonly type: 'eventSubProcess';
  readonly startEventId: string;
  readonly eventStarts: readonly TriggeredStartEvent[];
}
export interface StartEvent extends Node {
  readonly type: 'startEvent';
  readonly trigger: EventTrigger | null;
  /** Of an event subprocess: all else around it ends. */
  readonly interrupting: boolean;
}
export type TriggeredStartEvent = StartEvent & { readonly trigger: EventTrigger };
export interface EndEvent extends Node {
  readonly type: 'endEvent';
  readonly result: ThrowDefinition | { readonly kind: 'terminate' } | { readonly kind: 'error'; readonly errorCode: Expression };
}
export interface IntermediateThrowEvent extends Node {
  readonly type: 'intermediateThrowEvent';
  /** A link goes on at the catching link event of its name. */
  readonly result: ThrowDefinition | { readonly kind: 'link'; readonly targetId: string };
}
export interface IntermediateCatchEvent extends Node {
  readonly type: 'intermediateCatchEvent';
  /** A link waits for nothing. */
  readonly trigger: TriggerOf<'timer' | 'message' | 'signal'> | { readonly kind: 'link' };
}
export interface ReceiveTask extends Node {
  readonly type: 'receiveTask';
  readonly trigger: TriggerOf<'message'>;
}
export interface EventBasedGateway extends Node {
  readonly type: 'eventBasedGateway';
  /** The events after it, the first of which to occur goes on. */
  readonly events: readonly IntermediateCatchEvent[];
}
export interface ServiceTask extends Node {
  readonly type: 'serviceTask';
  readonly job: JobDefinition;
}
export interface UserTaskElement extends Node {
  readonly type: 'userTask';
  readonly task: UserTaskDefinition;
}
export interface BusinessRuleTask extends Node {
  readonly type: 'businessRuleTask';
  readonly call: { readonly kind: 'decision'; readonly decision: CalledDecision } | { readonly kind: 'job'; readonly job: JobDefinition };
}
/** A task without work for the engine: undefined, or done outside. */
export interface PlainTask extends Node {
  readonly type: 'task' | 'manualTask';
}
export interface SendTask extends Node {
  readonly type: 'sendTask';
  readonly job: JobDefinition;
}
export interface ScriptTask extends Node {
  readonly type: 'scriptTask';
  readonly script: { readonly kind: 'feel'; readonly expression: Expression; readonly resultVariable: string } | { readonly kind: 'job'; readonly job: JobDefinition };
}
export interface CallActivity extends Node {
  readonly type: 'callActivity';
  readonly calledProcessId: Expression;
  readonly binding: Binding;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
}
export interface LoopCharacteristics {
  readonly sequential: boolean;
  readonly inputCollection: Expression;
  readonly inputElement: string | null;
  readonly output: { readonly collection: string; readonly element: Expression } | null;
  readonly completionCondition: Expression | null;
}
/**
 * Stands around the instances of an activity: flows and boundary events are the body's, mappings and work the inner activity's.
 * Both have the activity's id; an element instance tells them apart by its type.
 */
export interface MultiInstanceBody extends Node {
  readonly type: 'multiInstanceBody';
  readonly loop: LoopCharacteristics;
  readonly inner: Element;
}
export interface ExclusiveGateway extends Node {
  readonly type: 'exclusiveGateway';
  readonly defaultFlow: SequenceFlow | null;
}
export interface InclusiveGateway extends Node {
  readonly type: 'inclusiveGateway';
  readonly defaultFlow: SequenceFlow | null;
}
export interface ParallelGateway extends Node {
  readonly type: 'parallelGateway';
}
export interface BoundaryEvent extends Node {
  readonly type: 'boundaryEvent';
  readonly attachedToId: string;
  readonly interrupting: boolean;
  readonly trigger: EventTrigger;
}

export type Element =
  | ProcessElement | SubProcess | StartEvent | EndEvent | ServiceTask | UserTaskElement | BusinessRuleTask | ExclusiveGateway | ParallelGateway | BoundaryEvent
  | EventSubProcess | IntermediateCatchEvent | IntermediateThrowEvent | ReceiveTask | EventBasedGateway
  | PlainTask | SendTask | ScriptTask | CallActivity | MultiInstanceBody | InclusiveGateway;
export type ElementType = Element['type'];

/** A checked process, ready to run. */
export interface ProcessModel {
  readonly processId: string;
  readonly versionTag: string | null;
  readonly root: ProcessElement;
  /** By id, as sequence flows see them: the body where an activity is multi-instance. */
  readonly elements: ReadonlyMap<string, Element>;
}

/** All elements, the activities inside multi-instance bodies too. */
export function allElements({ elements }: Pick<ProcessModel, 'elements'>): Element[] {
  return [...elements.values()].flatMap((element) => (element.type === 'multiInstanceBody' ? [element, element.inner] : [element]));
}
