import type { Expression } from '../feel/expression.ts';
import type { TimerDefinition } from './timer-definition.ts';

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

interface Node {
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

export type Binding = 'latest' | 'deployment';

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
  /** A form named by key alone, which only a job-based task may carry. */
  readonly formKey: Expression | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface CalledDecision {
  readonly decisionId: Expression;
  readonly resultVariable: string;
  readonly binding: Binding;
}

export interface ProcessElement extends Node {
  readonly type: 'process';
  readonly startEventId: string;
}
export interface SubProcess extends Node {
  readonly type: 'subProcess';
  readonly startEventId: string;
}
export interface StartEvent extends Node {
  readonly type: 'startEvent';
}
export interface EndEvent extends Node {
  readonly type: 'endEvent';
  readonly result: { readonly kind: 'none' | 'terminate' } | { readonly kind: 'error'; readonly errorCode: Expression };
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
export interface ExclusiveGateway extends Node {
  readonly type: 'exclusiveGateway';
  readonly defaultFlow: SequenceFlow | null;
}
export interface ParallelGateway extends Node {
  readonly type: 'parallelGateway';
}
export interface BoundaryEvent extends Node {
  readonly type: 'boundaryEvent';
  readonly attachedToId: string;
  readonly interrupting: boolean;
  readonly trigger:
    | { readonly kind: 'timer'; readonly timer: TimerDefinition }
    /** A null code catches every error. */
    | { readonly kind: 'error'; readonly errorCode: string | null };
}

export type Element =
  | ProcessElement | SubProcess | StartEvent | EndEvent | ServiceTask | UserTaskElement | BusinessRuleTask | ExclusiveGateway | ParallelGateway | BoundaryEvent;
export type ElementType = Element['type'];

/** A checked process, ready to run. */
export interface ProcessModel {
  readonly processId: string;
  readonly root: ProcessElement;
  readonly elements: ReadonlyMap<string, Element>;
}
