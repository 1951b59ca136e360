import { EngineError, type Key, type Variables } from '@gbc/engine';
import type { Element, ProcessModel } from '../model/process-model.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { activateAt, scopesAround } from './activate-at.ts';
import type { Step } from './step.ts';
import { terminateAtOnce } from './terminate.ts';

export interface ActivateInstruction {
  readonly elementId: string;
  /** Tells which of several instances of the scopes around is meant. */
  readonly ancestorElementInstanceKey?: Key;
  /** Local variables of the element or of a scope around it; without a scope, of the process. */
  readonly variableInstructions?: readonly { readonly scopeId?: string; readonly variables: Variables }[];
}

export interface Modification {
  readonly processInstanceKey: Key;
  readonly activate?: readonly ActivateInstruction[];
  readonly terminate?: readonly { readonly elementInstanceKey: Key }[];
}

interface Checked {
  readonly step: Step;
  readonly model: ProcessModel;
  readonly processInstanceKey: Key;
  readonly activations: readonly ActivateInstruction[];
  readonly terminatedKeys: readonly Key[];
}

const unsupported: ReadonlySet<Element['type']> = new Set(['startEvent', 'boundaryEvent', 'process']);
const quoted = (items: readonly string[]) => `'${[...new Set(items)].join("', '")}'`;
/** Zeebe's name of an element type: `START_EVENT`. */
const typeName = (type: string) => type.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function refuseIf(what: readonly string[], { model }: Checked, reason: string): void {
  if (what.length > 0) throw new EngineError('INVALID_ARGUMENT', `Expected to modify instance of process '${model.processId}' but it contains one or more ${reason}`);
}

const scopeIds = ({ model }: Checked, elementId: string) => scopesAround(model, model.elements.get(elementId) as Element).map(({ id }) => id);

/** True for an event that only an event-based gateway leads to. */
export function belongsToEventGateway(model: ProcessModel, { id }: Element): boolean {
  return [...model.elements.values()].some((element) => element.type === 'eventBasedGateway' && element.events.some((event) => event.id === id));
}

function checkElements(checked: Checked): void {
  const { model, activations } = checked;
  const ids = activations.map(({ elementId }) => elementId);
  const unknown = ids.filter((id) => !model.elements.has(id));
  refuseIf(unknown, checked, `activate instructions with an element that could not be found: ${quoted(unknown)}`);
  const elements = ids.map((id) => model.elements.get(id) as Element);
  const ofGateway = elements.filter((element) => belongsToEventGateway(model, element)).map(({ id }) => id);
  refuseIf(ofGateway, checked, `activate instructions for elements that are unsupported: ${quoted(ofGateway)}. The activation of events belonging to an event-based gateway is not supported.`);
  const odd = elements.filter(({ type }) => unsupported.has(type));
  refuseIf(odd.map(({ id }) => id), checked, `activate instructions for elements that are unsupported: ${quoted(odd.map(({ id }) => id))}. The activation of elements with type ${quoted(odd.map(({ type }) => typeName(type)))} is not supported.`);
}

function checkTerminated(checked: Checked): void {
  const { step, processInstanceKey, terminatedKeys } = checked;
  const unknown = terminatedKeys.filter((key) => step.state.elementInstances.get(key)?.processInstanceKey !== processInstanceKey);
  refuseIf(unknown, checked, `terminate instructions with an element instance that could not be found: ${quoted(unknown)}`);
}

function checkVariableScopes(checked: Checked): void {
  const { model, activations } = checked;
  const scopesOf = ({ variableInstructions = [] }: ActivateInstruction) => variableInstructions.flatMap(({ scopeId }) => (scopeId ? [scopeId] : []));
  const unknown = activations.flatMap(scopesOf).filter((id) => !model.elements.has(id));
  refuseIf(unknown, checked, `variable instructions with a scope element id that could not be found: ${quoted(unknown)}`);
  const elsewhere = activations.flatMap((instruction) => {
    const allowed = new Set([instruction.elementId, ...scopeIds(checked, instruction.elementId)]);
    return scopesOf(instruction).filter((id) => !allowed.has(id));
  });
  refuseIf(elsewhere, checked, "variable instructions with a scope element that doesn't belong to the activating element's flow scope. These variables should be set before or after the modification.");
}

function checkAncestors(checked: Checked): void {
  const { step, processInstanceKey, activations } = checked;
  const given = activations.flatMap(({ elementId, ancestorElementInstanceKey: key }) => (key === undefined ? [] : [{ elementId, key, instance: step.state.elementInstances.get(key) }]));
  const gone = given.filter(({ instance }) => instance?.state !== 'ACTIVATED').map(({ key }) => key);
  refuseIf(gone, checked, `activate instructions with an ancestor scope key that does not exist, or is not in an active state: ${quoted(gone)}`);
  const foreign = given.filter(({ instance }) => instance?.processInstanceKey !== processInstanceKey).map(({ key }) => key);
  refuseIf(foreign, checked, `activate instructions with an ancestor scope key that does not belong to the modified process instance: ${quoted(foreign)}`);
  const wrong = given.filter(({ elementId, instance }) => !scopeIds(checked, elementId).includes((instance as ElementInstanceRow).elementId))
    .map(({ elementId, key, instance }) => `\n- instance '${key}' of element '${instance?.elementId}' is not an ancestor of element '${elementId}'`);
  refuseIf(wrong, checked, `activate instructions with an ancestor scope key that is not an ancestor of the element to activate:${wrong.join('')}`);
}

/** Nothing may be started in a scope that the same modification ends. */
function checkConflicts(checked: Checked): void {
  const { step, activations, terminatedKeys } = checked;
  const conflicts = terminatedKeys.flatMap((key) => {
    const { elementId: terminatedId } = step.instance(key);
    const isInside = ({ elementId, ancestorElementInstanceKey }: ActivateInstruction) =>
      (ancestorElementInstanceKey === undefined ? scopeIds(checked, elementId).includes(terminatedId) : ancestorElementInstanceKey === key);
    return activations.filter(isInside).map(({ elementId }) => `element '${elementId}' requires flow scope instance '${key}' which is being terminated`);
  });
  refuseIf(conflicts, checked, `activate instructions for elements whose required flow scope instance is also being terminated: ${conflicts.join(', ')}. Please provide a valid ancestor scope key for the activation or avoid terminating the required flow scope.`);
}

/** Ends the scopes that hold nothing any more, outwards, except those that something starts in. */
function terminateEmptyScopes(step: Step, scopeKey: Key | null, requiredKeys: ReadonlySet<Key>): void {
  const scope = scopeKey === null ? undefined : step.state.elementInstances.get(scopeKey);
  if (scope?.activeChildren !== 0 || scope.activeFlows !== 0 || requiredKeys.has(scope.elementInstanceKey)) return;
  if (scope.parentElementInstanceKey !== undefined) {
    const { processId } = step.model(scope.processDefinitionKey);
    throw new EngineError('INVALID_ARGUMENT', `Expected to modify instance of process '${processId}' but the given instructions would terminate the instance. The instance was created by a call activity in the parent process. To terminate this instance please modify the parent process instead.`);
  }
  terminateAtOnce(step, scope.elementInstanceKey);
  terminateEmptyScopes(step, scope.scopeKey, requiredKeys);
}

function variablesOf({ variableInstructions = [] }: ActivateInstruction, processId: string) {
  return (elementId: string): Variables => Object.assign({}, ...variableInstructions.filter(({ scopeId }) => (scopeId || processId) === elementId).map(({ variables }) => variables)) as Variables;
}

/**
 * Starts at elements of a running instance and ends element instances, all or nothing. NOT_FOUND: no such instance.
 * INVALID_ARGUMENT: an instruction names something that is not there or can't be started, or leaves open where.
 */
export function modifyInstance(step: Step, { processInstanceKey, activate = [], terminate: terminations = [] }: Modification): void {
  const instance = step.state.elementInstances.get(processInstanceKey);
  if (instance?.elementType !== 'process') throw new EngineError('NOT_FOUND', `Expected to modify process instance but no process instance found with key '${processInstanceKey}'`);
  const model = step.model(instance.processDefinitionKey);
  const terminatedKeys = [...new Set(terminations.map(({ elementInstanceKey }) => elementInstanceKey))];
  const checked: Checked = { step, model, processInstanceKey, activations: activate, terminatedKeys };
  for (const check of [checkElements, checkTerminated, checkVariableScopes, checkAncestors, checkConflicts]) check(checked);
  const scopeKeys = new Set(activate.flatMap((instruction) => activateAt(step, {
    processInstanceKey,
    elementId: instruction.elementId,
    ancestorScopeKey: instruction.ancestorElementInstanceKey ?? null,
    variablesOf: variablesOf(instruction, model.processId),
  })));
  step.emit({ valueType: 'PROCESS_INSTANCE_MODIFICATION', intent: 'MODIFIED', value: { processInstanceKey, scopeKeys: [...scopeKeys], terminatedKeys } });
  for (const key of terminatedKeys) {
    const terminated = step.state.elementInstances.get(key);
    if (!terminated) continue; // it has ended with another one
    terminateAtOnce(step, key);
    terminateEmptyScopes(step, terminated.scopeKey, scopeKeys);
  }
}
