import type { Key, ProcessEvent, Variables } from '@gbc/engine';
import type { Decision } from '../decision/decision-model.ts';
import { ProcessFailure } from '../failure.ts';
import type { FeelScope } from '../feel/evaluate.ts';
import type { CatchEvent } from '../model/catch-events.ts';
import type { Element, ProcessModel } from '../model/process-model.ts';
import { apply } from '../record/apply.ts';
import { processInstanceOf } from '../record/process-instance-of.ts';
import type { EngineRecord } from '../record/record.ts';
import { toProcessEvent } from '../record/to-process-event.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import type { KeySource } from './key-source.ts';

/** Compiled definitions by key; one that was not needed of late makes `get` throw NotCompiled, which transitions let pass. */
export interface CompiledModels<Model> {
  get(key: Key): Model;
  set(key: Key, model: Model): void;
}

export interface Models {
  readonly processes: CompiledModels<ProcessModel>;
  readonly decisions: CompiledModels<Decision>;
}

export interface PendingEvent {
  readonly event: CatchEvent;
  readonly variables: Variables;
}

export interface EmittedRecord {
  /** Whose record it is; null where it belongs to no instance. */
  readonly processInstanceKey: Key | null;
  readonly record: EngineRecord;
}

export interface StepContext {
  readonly engineId: string;
  readonly state: EngineState;
  readonly models: Models;
  readonly keys: KeySource;
  /** What a token sets off in an element of its type; given from outside, because elements stand on transitions. */
  readonly enterElement: (step: Step, elementInstanceKey: Key, element: Element) => void;
  readonly now: Date;
}

/** Elements entered by one command; a model that goes round without waiting stops here with an incident. */
const activationsMax = 10_000;

/**
 * One command under way. Transitions read state and `emit` records, which change it; what a record sets off is queued with
 * `then` and runs in order, breadth first, as Zeebe does.
 */
export class Step {
  readonly context: StepContext;
  readonly records: EmittedRecord[] = [];
  readonly events: ProcessEvent[] = [];
  #queue: (() => void)[] = [];
  #activations = 0;
  /** Sequence flows taken by this command whose target was not entered yet; none outlives the command. */
  readonly flowsUnderWay = new Set<{ readonly scopeKey: Key; readonly flowId: string }>();
  /** Interrupting events that have come to an element instance and wait until it is left; none outlives the command. */
  readonly pendingEvents = new Map<Key, PendingEvent>();
  /** Messages on their way to a subscription, by its key; none outlives the command. */
  readonly messagesUnderWay = new Map<Key, { readonly messageKey: Key; readonly processId: string }>();

  constructor(context: StepContext) {
    this.context = context;
  }

  get state(): EngineState {
    return this.context.state;
  }

  get now(): Date {
    return this.context.now;
  }

  newKey(): Key {
    return this.context.keys.take();
  }

  emit(record: EngineRecord): void {
    this.records.push({ processInstanceKey: processInstanceOf(this.state, record), record });
    apply(this.state, record);
    const { engineId, now: at, state } = this.context;
    const event = toProcessEvent({ engineId, at, state }, record);
    if (event) this.events.push(event);
  }

  /** Queues what follows from the records emitted so far. */
  then(next: () => void): void {
    this.#queue.push(next);
  }

  /** Runs all that is queued, also what that queues. */
  runQueue(): void {
    for (const next of this.#queue) next(); // an array grows while it is walked
    this.#queue = [];
  }

  /** Throws EXECUTION_LIMIT where one command has entered too many elements. */
  countActivation(): void {
    this.#activations += 1;
    if (this.#activations > activationsMax) throw new ProcessFailure('EXECUTION_LIMIT', `More than ${activationsMax} elements were entered without a wait`);
  }

  model(processDefinitionKey: Key): ProcessModel {
    return this.context.models.processes.get(processDefinitionKey);
  }

  /** What an element instance is of: for one inside a multi-instance body the inner activity. */
  element({ processDefinitionKey, elementId, elementType }: Pick<ElementInstanceRow, 'processDefinitionKey' | 'elementId' | 'elementType'>): Element {
    const element = this.target({ processDefinitionKey, elementId });
    return element.type === 'multiInstanceBody' && elementType !== 'multiInstanceBody' ? element.inner : element;
  }

  /** The element of an id as sequence flows see it: the body of a multi-instance activity. */
  target({ processDefinitionKey, elementId }: Pick<ElementInstanceRow, 'processDefinitionKey' | 'elementId'>): Element {
    const element = this.model(processDefinitionKey).elements.get(elementId);
    if (!element) throw new Error(`process definition ${processDefinitionKey} has no element ${elementId}`);
    return element;
  }

  /** The instance as it stands now; it must be there. */
  instance(elementInstanceKey: Key): ElementInstanceRow {
    const row = this.state.elementInstances.get(elementInstanceKey);
    if (!row) throw new Error(`no element instance ${elementInstanceKey}`);
    return row;
  }

  /** What an expression in an element sees. */
  scope(elementInstanceKey: Key): FeelScope {
    return { variables: this.state.visibleVariables(elementInstanceKey), now: this.now };
  }
}
