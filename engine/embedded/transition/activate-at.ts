import { EngineError, type Key, type Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import type { Element, ProcessModel } from '../model/process-model.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { activate, activated } from './activate.ts';
import { openScopeEvents } from './complete.ts';
import type { Step } from './step.ts';
import { setLocally } from './variables.ts';

/** An element to start at, wherever it stands in its process. */
export interface ActivationPlace {
  readonly processInstanceKey: Key;
  readonly elementId: string;
  /** Tells which of several instances of the scopes around is meant; below it, new ones are made. */
  readonly ancestorScopeKey: Key | null;
  /** Local variables for the element or a scope around it. */
  readonly variablesOf: (elementId: string) => Variables;
}

const refuse = (reason: string) => new EngineError('INVALID_ARGUMENT', reason);
const about = (processId: string) => `Expected to modify instance of process '${processId}' but it contains one or more activate instructions`;

/** The scopes around an element, outermost first; a multi-instance subprocess is two. */
export function scopesAround(model: ProcessModel, element: Element): Element[] {
  if (element.scopeId === null) return [];
  const scope = model.elements.get(element.scopeId) as Element;
  const own = scope.type === 'multiInstanceBody' ? [scope, scope.inner] : [scope];
  return [...scopesAround(model, scope), ...own];
}

function isInside(step: Step, instance: ElementInstanceRow, ancestorKey: Key): boolean {
  if (instance.scopeKey === null) return false;
  return instance.scopeKey === ancestorKey || isInside(step, step.instance(instance.scopeKey), ancestorKey);
}

/** The instance of a scope to start in, among those there are; undefined where a new one is wanted. */
function chooseInstance(step: Step, instances: readonly ElementInstanceRow[], scopeId: string, { processInstanceKey, ancestorScopeKey }: ActivationPlace): Key | undefined {
  const [first, second] = instances;
  if (!first) return undefined;
  const isBelowChosen = instances.some((instance) => ancestorScopeKey !== null && isInside(step, instance, ancestorScopeKey));
  if (!second) return isBelowChosen ? undefined : first.elementInstanceKey;
  const { processId } = step.model(step.instance(processInstanceKey).processDefinitionKey);
  const ambiguous = refuse(`${about(processId)} for an element that has a flow scope with more than one active instance: '${scopeId}'. Can't decide in which instance of the flow scope the element should be activated. Please specify an ancestor element instance key for this activate instruction.`);
  if (ancestorScopeKey === null) throw ambiguous;
  if (instances.some(({ elementInstanceKey }) => elementInstanceKey === ancestorScopeKey)) return ancestorScopeKey;
  if (isBelowChosen) return undefined;
  const chosen = step.instance(ancestorScopeKey);
  const around = instances.find(({ elementInstanceKey }) => isInside(step, chosen, elementInstanceKey));
  if (!around) throw ambiguous;
  return around.elementInstanceKey;
}

/** A scope becomes active without its start event, mappings or listeners. */
export function openScope(step: Step, elementInstanceKey: Key): void {
  activated(step, elementInstanceKey);
  try {
    openScopeEvents(step, elementInstanceKey);
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    throw refuse(`Expected to subscribe to catch event(s) of '${step.instance(elementInstanceKey).elementId}' but ${error.message}`);
  }
}

function newScope(step: Step, scopeKey: Key, element: Element, { variablesOf }: ActivationPlace): Key {
  const { processInstanceKey, processDefinitionKey, loop } = step.instance(scopeKey);
  if (element.type === 'multiInstanceBody' || loop) {
    throw refuse(`${about(step.model(processDefinitionKey).processId)} that would result in the activation of multi-instance element '${element.id}', which is currently unsupported.`);
  }
  const elementInstanceKey = step.newKey();
  step.emit({
    valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_ACTIVATING',
    value: { elementInstanceKey, processInstanceKey, processDefinitionKey, scopeKey, elementId: element.id, elementType: element.type, viaFlow: false, joined: [] },
  });
  setLocally(step, elementInstanceKey, variablesOf(element.id));
  openScope(step, elementInstanceKey);
  return elementInstanceKey;
}

/**
 * Starts at an element of a running process instance, in scopes that are there or, where none is, in new ones. Answers the
 * keys of the scopes around. INVALID_ARGUMENT: it can't tell which scope is meant, or one would have to be multi-instance.
 */
export function activateAt(step: Step, place: ActivationPlace): Key[] {
  const { processInstanceKey, elementId, variablesOf } = place;
  const model = step.model(step.instance(processInstanceKey).processDefinitionKey);
  const element = model.elements.get(elementId);
  if (!element) throw new Error(`process ${model.processId} has no element ${elementId}`);
  const [root, ...inner] = scopesAround(model, element);
  setLocally(step, processInstanceKey, variablesOf((root as Element).id));
  const scopeKeys = [processInstanceKey];
  for (const scope of inner) {
    const outerKey = scopeKeys.at(-1) as Key;
    const instances = step.state.elementInstances.by('scope', outerKey).filter((instance) => instance.elementId === scope.id);
    const chosen = chooseInstance(step, instances, scope.id, place);
    if (chosen !== undefined) setLocally(step, chosen, variablesOf(scope.id));
    scopeKeys.push(chosen ?? newScope(step, outerKey, scope, place));
  }
  const scopeKey = scopeKeys.at(-1) as Key;
  step.then(() => activate(step, { scopeKey, elementId, local: variablesOf(elementId) }));
  return scopeKeys;
}
