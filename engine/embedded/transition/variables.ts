import type { JsonValue, Key, Variables } from '@gbc/engine';
import { evaluateJson } from '../feel/expression.ts';
import type { Element, Mapping } from '../model/process-model.ts';
import type { Step } from './step.ts';

function set(step: Step, scopeKey: Key, name: string, value: JsonValue): void {
  const intent = step.state.variable(scopeKey, name) ? 'UPDATED' : 'CREATED';
  step.emit({ valueType: 'VARIABLE', intent, value: { scopeKey, name, value } });
}

/** Sets variables in a scope itself. */
export function setLocally(step: Step, scopeKey: Key, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) set(step, scopeKey, name, value);
}

/**
 * Sets each variable in the nearest scope, from `scopeKey` outwards, that has it with another value, else at the root. A scope that has
 * it with the same value is passed by, as in Zeebe: what comes back unchanged from a called process reaches the scopes around it.
 */
export function propagate(step: Step, scopeKey: Key, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    let target = scopeKey;
    for (;;) {
      const known = step.state.variable(target, name);
      const isSame = known !== undefined && JSON.stringify(known.value) === JSON.stringify(value);
      const outer = step.instance(target).scopeKey;
      if ((known && !isSame) || outer === null) {
        if (!isSame) set(step, target, name, value);
        break;
      }
      target = outer;
    }
  }
}

const isContext = (value: JsonValue | undefined): value is Variables => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value` put at a path into `whole`, which keeps its other entries. */
function putAt(whole: JsonValue | undefined, [name, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (name === undefined) return value;
  const context: Variables = isContext(whole) ? whole : {};
  return { ...context, [name]: putAt(context[name], rest, value) };
}

/**
 * Evaluates mappings in order, each seeing the results of those before it. A path as target builds a context; with
 * `extend` it is put into the variable that is already there. A failure is IO_MAPPING_ERROR.
 */
function evaluateMappings(step: Step, elementInstanceKey: Key, mappings: readonly Mapping[], extend: boolean): Variables {
  const scope = step.scope(elementInstanceKey);
  const variables: Record<string, JsonValue> = { ...scope.variables } as Record<string, JsonValue>;
  const results: Record<string, JsonValue> = {};
  for (const { source, target } of mappings) {
    const [name, ...path] = target as [string, ...string[]];
    const value = evaluateJson(source, { variables, now: scope.now }, 'IO_MAPPING_ERROR');
    results[name] = putAt(results[name] ?? (extend && path.length > 0 ? variables[name] : undefined), path, value);
    variables[name] = results[name];
  }
  return results;
}

/** Inputs make local variables of the element. */
export function applyInputs(step: Step, elementInstanceKey: Key, mappings: readonly Mapping[]): void {
  if (mappings.length > 0) setLocally(step, elementInstanceKey, evaluateMappings(step, elementInstanceKey, mappings, false));
}

/** Outputs go to the scopes around the element; inside a multi-instance body they can also set the element's own output element. */
export function applyOutputs(step: Step, elementInstanceKey: Key, mappings: readonly Mapping[]): void {
  if (mappings.length === 0) return;
  const { scopeKey, loopCounter } = step.instance(elementInstanceKey);
  const fromKey = loopCounter === undefined ? scopeKey : elementInstanceKey;
  propagate(step, fromKey ?? elementInstanceKey, evaluateMappings(step, elementInstanceKey, mappings, true));
}

/**
 * Takes in what a job, a task or an event brought: with output mappings it stays in the element for them to read,
 * else it goes to the nearest scope that has the name.
 */
export function acceptResult(step: Step, elementInstanceKey: Key, outputs: readonly Mapping[], variables: Variables): void {
  if (outputs.length > 0) setLocally(step, elementInstanceKey, variables);
  else propagate(step, elementInstanceKey, variables);
}

/** Takes in what an event brought. What an error brings to a boundary event stays there, unless output mappings take it further. */
export function acceptEvent(step: Step, elementInstanceKey: Key, element: Element, variables: Variables): void {
  if (element.type === 'boundaryEvent' && element.trigger.kind === 'error') setLocally(step, elementInstanceKey, variables);
  else acceptResult(step, elementInstanceKey, element.outputs, variables);
}
