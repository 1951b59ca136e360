import type { Key, Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { evaluateString } from '../feel/expression.ts';
import type { CallActivity } from '../model/process-model.ts';
import type { ElementInstanceRow, ProcessDefinitionRow } from '../state/rows.ts';
import { describeBinding, findBound } from './binding.ts';
import { complete } from './complete.ts';
import { startInstance } from './process-instance.ts';
import type { Step } from './step.ts';
import { acceptResult } from './variables.ts';

/** Processes that call one another this deep stop with an incident. */
const callDepthMax = 1000;

const failure = (message: string) => new ProcessFailure('CALLED_ELEMENT_ERROR', message);

function findProcess(step: Step, processId: string, { binding }: CallActivity, caller: ElementInstanceRow): ProcessDefinitionRow {
  const found = findBound(step, step.state.processDefinitions.by('processId', processId), binding, caller.processDefinitionKey);
  if (!found) throw failure(`Expected process with BPMN process id '${processId}' to be deployed${describeBinding(binding)}, but not found.`);
  return found;
}

/** The depth of the process that an instance belongs to, a root's being 1. */
const depthOf = (step: Step, { processInstanceKey }: ElementInstanceRow) => step.instance(processInstanceKey).depth ?? 1;

/** The definition that a call activity calls now. CALLED_ELEMENT_ERROR: there is none, it has no none start event, or calls go too deep. */
export function evaluateCalledProcess(step: Step, elementInstanceKey: Key, element: CallActivity): ProcessDefinitionRow {
  const caller = step.instance(elementInstanceKey);
  if (depthOf(step, caller) >= callDepthMax) {
    throw failure(`The call activity has reached the maximum depth of ${callDepthMax}. This is likely due to a recursive call. Cancel the root process instance if this was unintentional. Otherwise, use process instance modification to adjust the process instance.`);
  }
  const processId = evaluateString(element.calledProcessId, step.scope(elementInstanceKey));
  const definition = findProcess(step, processId, element, caller);
  if (step.model(definition.processDefinitionKey).root.startEventId === null) {
    throw failure(`Expected process with BPMN process id '${processId}' to have a none start event, but not found.`);
  }
  return definition;
}

function passedVariables(step: Step, elementInstanceKey: Key, { propagateAllParentVariables }: CallActivity): Variables {
  if (propagateAllParentVariables) return step.state.visibleVariables(elementInstanceKey);
  return step.state.localVariables(elementInstanceKey);
}

/** Starts the called process, unless its call activity ended meanwhile. */
export function startCalledProcess(step: Step, elementInstanceKey: Key, element: CallActivity, { processDefinitionKey }: ProcessDefinitionRow): void {
  const caller = step.state.elementInstances.get(elementInstanceKey);
  if (caller?.state !== 'ACTIVATED') return;
  const variables = passedVariables(step, elementInstanceKey, element);
  startInstance(step, { processInstanceKey: step.newKey(), processDefinitionKey, variables, calledBy: { ...caller, depth: depthOf(step, caller) + 1 } });
}

/** What a called process hands back: with output mappings to the call activity, else to the scopes around it, or nothing. */
export function returnFromCall(step: Step, callActivityKey: Key, variables: Variables): void {
  const caller = step.instance(callActivityKey);
  const { outputs, propagateAllChildVariables } = step.element(caller) as CallActivity;
  if (outputs.length > 0 || propagateAllChildVariables) acceptResult(step, callActivityKey, outputs, variables);
  step.then(() => complete(step, callActivityKey));
}
