import type { Key, Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { isScope } from '../model/catch-events.ts';
import type { Element } from '../model/process-model.ts';
import type { ElementInstanceRow, EventTriggerRow } from '../state/rows.ts';
import { evaluateCatchEvents, openCatchEvents } from './catch-events.ts';
import { complete } from './complete.ts';
import { awaitListener } from './execution-listener.ts';
import { raiseIncident } from './incident.ts';
import { isJoin, joinedFlows } from './join.ts';
import { setLoopVariables } from './multi-instance.ts';
import type { Step } from './step.ts';
import { acceptEvent, applyInputs, setLocally } from './variables.ts';

export interface Activation {
  /** The scope to start in. */
  readonly scopeKey: Key;
  readonly elementId: string;
  /** A token came along a flow that was counted when it was taken. */
  readonly viaFlow?: boolean;
  /** The element is an event that was triggered already, with what that brings. It waits for nothing. */
  readonly variables?: Variables;
  /** Variables of the element itself, set before it begins. */
  readonly local?: Variables;
  /** The element is an event subprocess, and this has started it. */
  readonly startedBy?: Omit<EventTriggerRow, 'scopeKey'>;
}

/** What the records of an element's life cycle tell. */
export function elementValue({ elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType }: ElementInstanceRow) {
  return { elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType };
}

/** True where the element may still start in a scope. */
function accepts(scope: ElementInstanceRow | undefined, elementId: string): scope is ElementInstanceRow {
  return scope?.state === 'ACTIVATED' && (scope.interruptedBy === undefined || scope.interruptedBy === elementId);
}

/** A token comes to a scope's element: inside a multi-instance body always to the inner activity. */
function enteredElement(step: Step, { processDefinitionKey, elementType }: ElementInstanceRow, elementId: string): Element {
  const element = step.target({ processDefinitionKey, elementId });
  return elementType === 'multiInstanceBody' && element.type === 'multiInstanceBody' ? element.inner : element;
}

/** A token enters an element. Where its scope has ended meanwhile, the token is gone with it. */
export function activate(step: Step, { scopeKey, elementId, viaFlow = false, variables, local, startedBy }: Activation): void {
  const scope = step.state.elementInstances.get(scopeKey);
  if (!accepts(scope, elementId)) return;
  const { processInstanceKey, processDefinitionKey, loop } = scope;
  const element = enteredElement(step, scope, elementId);
  const joins = viaFlow && isJoin(element);
  const joined = joins ? joinedFlows(step, scopeKey, element) : [];
  if (joins && joined.length === 0) return; // another activation has taken the tokens
  const elementInstanceKey = step.newKey();
  step.emit({
    valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATING',
    value: {
      elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType: element.type, viaFlow, joined,
      ...(loop ? { loopCounter: loop.started + 1 } : {}),
    },
  });
  if (local) setLocally(step, elementInstanceKey, local);
  if (startedBy) step.emit({ valueType: 'PROCESS_EVENT', intent: 'TRIGGERING', value: { scopeKey: elementInstanceKey, ...startedBy } });
  if (variables) passTriggered(step, elementInstanceKey, element, variables);
  else runActivation(step, elementInstanceKey);
}

/** An event that was triggered already takes in what that brings and is passed. */
function passTriggered(step: Step, elementInstanceKey: Key, element: Element, variables: Variables): void {
  acceptEvent(step, elementInstanceKey, element, variables);
  try {
    step.countActivation();
  } catch (error) {
    return stop(step, elementInstanceKey, error);
  }
  activated(step, elementInstanceKey);
  step.then(() => complete(step, elementInstanceKey));
}

/** A failure of the model stops the element with an incident; anything else is a defect. */
function stop(step: Step, elementInstanceKey: Key, error: unknown): void {
  if (!(error instanceof ProcessFailure)) throw error;
  raiseIncident(step, elementInstanceKey, error);
}

/** The variables that an element begins with. */
function prepare(step: Step, instance: ElementInstanceRow, { inputs }: Element): void {
  if (instance.loopCounter !== undefined) setLoopVariables(step, instance);
  applyInputs(step, instance.elementInstanceKey, inputs);
}

/**
 * From ACTIVATING on; run again when an incident is resolved or a listener done. Evaluates everything before anything is opened. What a scope
 * waits for is opened when its start event is passed.
 */
export function runActivation(step: Step, elementInstanceKey: Key, again = false): void {
  const instance = step.instance(elementInstanceKey);
  const element = step.element(instance);
  try {
    step.countActivation();
    if (again || !instance.listenersDone) prepare(step, instance, element);
    if (awaitListener(step, elementInstanceKey, element.startListeners, { listener: 'START', again })) return;
    const events = isScope(element) ? [] : evaluateCatchEvents(step, elementInstanceKey, element);
    step.context.enterElement(step, elementInstanceKey, element);
    if (step.state.elementInstances.get(elementInstanceKey)?.state === 'ACTIVATED') openCatchEvents(step, elementInstanceKey, events);
  } catch (error) {
    stop(step, elementInstanceKey, error);
  }
}

/** The element is active; what it waits for is open. */
export function activated(step: Step, elementInstanceKey: Key): void {
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATED', value: elementValue(step.instance(elementInstanceKey)) });
}
