import type { Key, Variables } from '@gbc/engine';
import { behaviors } from '../elements/behaviors.ts';
import { ProcessFailure } from '../failure.ts';
import type { Element } from '../model/process-model.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { raiseIncident } from './incident.ts';
import type { Step } from './step.ts';
import { evaluateTimers, setTimers } from './timers.ts';
import { acceptResult, applyInputs } from './variables.ts';

export interface Activation {
  /** The scope to start in. */
  readonly scopeKey: Key;
  readonly elementId: string;
  /** A token came along a flow that was counted when it was taken. */
  readonly viaFlow?: boolean;
  /** What an event brings: for its output mappings, else for the scopes around. */
  readonly variables?: Variables;
}

/** What the records of an element's life cycle tell. */
export function elementValue({ elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType }: ElementInstanceRow) {
  return { elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType };
}

/** True where tokens may still move in a scope. */
function acceptsTokens(scope: ElementInstanceRow | undefined): scope is ElementInstanceRow {
  return scope !== undefined && !scope.interrupted && scope.state === 'ACTIVATED';
}

/** The flows of a joining gateway, if a token waits on every one; else none. */
function joinedFlows(step: Step, scopeKey: Key, element: Element): readonly string[] {
  const flows = element.incoming.map(({ id }) => id);
  return flows.every((flowId) => step.state.join(scopeKey, flowId)) ? flows : [];
}

/** A token enters an element. Where its scope has ended meanwhile, the token is gone with it. */
export function activate(step: Step, { scopeKey, elementId, viaFlow = false, variables }: Activation): void {
  const scope = step.state.elementInstances.get(scopeKey);
  if (!acceptsTokens(scope)) return;
  const { processInstanceKey, processDefinitionKey } = scope;
  const element = step.element({ processDefinitionKey, elementId });
  const joins = viaFlow && element.type === 'parallelGateway';
  const joined = joins ? joinedFlows(step, scopeKey, element) : [];
  if (joins && joined.length === 0) return; // another activation has taken the tokens
  const elementInstanceKey = step.newKey();
  step.emit({
    valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATING',
    value: { elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId, elementType: element.type, viaFlow, joined },
  });
  if (variables) acceptResult(step, elementInstanceKey, element.outputs, variables);
  runActivation(step, elementInstanceKey);
}

/** From ACTIVATING on; run again when an incident is resolved. Evaluates everything before anything is opened. */
export function runActivation(step: Step, elementInstanceKey: Key): void {
  const element = step.element(step.instance(elementInstanceKey));
  try {
    step.countActivation();
    applyInputs(step, elementInstanceKey, element.inputs);
    const timers = evaluateTimers(step, elementInstanceKey, element);
    behaviors[element.type].activate(step, elementInstanceKey, element as never);
    if (step.state.elementInstances.get(elementInstanceKey)?.state === 'ACTIVATED') setTimers(step, elementInstanceKey, timers);
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    raiseIncident(step, elementInstanceKey, error);
  }
}

/** The element is active; what it waits for is open. */
export function activated(step: Step, elementInstanceKey: Key): void {
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATED', value: elementValue(step.instance(elementInstanceKey)) });
}
