import type { Key, Variables } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import type { Element, SequenceFlow } from '../model/process-model.ts';
import type { EventTriggerRow } from '../state/rows.ts';
import { activate, elementValue } from './activate.ts';
import { returnFromCall } from './call.ts';
import { closeCatchEvents, evaluateCatchEvents, openCatchEvents } from './catch-events.ts';
import { awaitListener } from './execution-listener.ts';
import { raiseIncident } from './incident.ts';
import { isJoin } from './join.ts';
import { freeCorrelationKey } from './message-start.ts';
import { continueLoop, leaveLoop, type LoopVerdict } from './multi-instance.ts';
import type { Step } from './step.ts';
import { terminateAtOnce, terminateChildren } from './terminate.ts';
import { applyOutputs } from './variables.ts';

/** True where an element is active and what is around it, a scope or a call activity, has not begun to end. */
export function canComplete(step: Step, elementInstanceKey: Key): boolean {
  const instance = step.state.elementInstances.get(elementInstanceKey);
  if (instance?.state !== 'ACTIVATED') return false;
  const aroundKey = instance.scopeKey ?? instance.parentElementInstanceKey;
  if (aroundKey === undefined) return true;
  const { state, interruptedBy = instance.elementId } = step.instance(aroundKey);
  return state === 'ACTIVATED' && interruptedBy === instance.elementId;
}

/** Begins to complete an active element, unless it or what is around it is ending. */
export function complete(step: Step, elementInstanceKey: Key, flows?: readonly SequenceFlow[]): void {
  if (!canComplete(step, elementInstanceKey)) return;
  const instance = step.instance(elementInstanceKey);
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_COMPLETING', value: elementValue(instance) });
  runCompletion(step, elementInstanceKey, { flows });
}

/** From COMPLETING on; run again when an incident is resolved or a listener done. `flows` are those to take, by default all that leave the element. */
export function runCompletion(step: Step, elementInstanceKey: Key, { flows, again = false }: { readonly flows?: readonly SequenceFlow[] | undefined; readonly again?: boolean } = {}): void {
  const instance = step.instance(elementInstanceKey);
  const element = step.element(instance);
  let verdict: LoopVerdict | undefined;
  try {
    if (again || !instance.listenersDone) {
      applyOutputs(step, elementInstanceKey, element.outputs);
      closeCatchEvents(step, elementInstanceKey);
    }
    if (awaitListener(step, elementInstanceKey, element.endListeners, { listener: 'END', again })) return;
    if (element.type === 'startEvent') openScopeEvents(step, instance.scopeKey as Key);
    if (instance.loopCounter !== undefined) verdict = leaveLoop(step, instance);
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    return raiseIncident(step, elementInstanceKey, error);
  }
  const trigger = step.state.eventTriggers.get(elementInstanceKey);
  const result = element.type === 'process' ? step.state.localVariables(elementInstanceKey) : {};
  if (instance.awaitsResult) tellResult(step, elementInstanceKey, result, instance.awaitsResult);
  if (instance.loop) terminateLateItems(step, elementInstanceKey);
  freeCorrelationKey(step, elementInstanceKey);
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_COMPLETED', value: elementValue(instance) });
  if (instance.parentElementInstanceKey !== undefined) return returnFromCall(step, instance.parentElementInstanceKey, result);
  if (instance.scopeKey === null) return;
  if (verdict) return continueLoop(step, instance.scopeKey, verdict);
  if (element.type === 'endEvent' && element.result.kind === 'terminate') endOthers(step, instance.scopeKey, element.id);
  goOn(step, instance.scopeKey, element, trigger, flows);
  completeScopeIfDone(step, instance.scopeKey);
}

function tellResult(step: Step, processInstanceKey: Key, result: Variables, names: readonly string[]): void {
  const variables = names.length === 0 ? result : Object.fromEntries(Object.entries(result).filter(([name]) => names.includes(name)));
  step.emit({ valueType: 'PROCESS_INSTANCE_RESULT', intent: 'COMPLETED', value: { processInstanceKey, variables } });
}

/** A multi-instance body had enough before all its items had begun; those that began since end with it. */
function terminateLateItems(step: Step, bodyKey: Key): void {
  for (const { elementInstanceKey } of step.state.elementInstances.by('scope', bodyKey)) terminateAtOnce(step, elementInstanceKey);
}

/** What a process or subprocess waits for, from the moment that its start event is passed. It may throw ProcessFailure. */
export function openScopeEvents(step: Step, scopeKey: Key): void {
  openCatchEvents(step, scopeKey, evaluateCatchEvents(step, scopeKey, step.element(step.instance(scopeKey))));
}

/** The token's next step: to the event that occurred after a gateway or that a link names, neither along a flow, or along flows. */
function goOn(step: Step, scopeKey: Key, element: Element, trigger: EventTriggerRow | undefined, flows: readonly SequenceFlow[] | undefined): void {
  if (element.type === 'eventBasedGateway' && trigger) return activate(step, { scopeKey, elementId: trigger.targetElementId, variables: trigger.variables });
  if (element.type === 'intermediateThrowEvent' && element.result.kind === 'link') {
    const { targetId } = element.result;
    return step.then(() => activate(step, { scopeKey, elementId: targetId }));
  }
  for (const flow of flows ?? element.outgoing) takeFlow(step, scopeKey, flow);
}

/** A terminate end event: nothing more starts in the scope and all that runs there ends. */
function endOthers(step: Step, scopeKey: Key, endEventId: string): void {
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'SCOPE_INTERRUPTED', value: { scopeKey, interruptedBy: endEventId } });
  if (step.instance(scopeKey).activeChildren > 0) terminateChildren(step, scopeKey);
}

function takeFlow(step: Step, scopeKey: Key, flow: SequenceFlow): void {
  const { processInstanceKey, processDefinitionKey } = step.instance(scopeKey);
  const target = step.target({ processDefinitionKey, elementId: flow.targetId });
  const joins = isJoin(target);
  step.emit({
    valueType: 'PROCESS_INSTANCE', intent: 'SEQUENCE_FLOW_TAKEN',
    value: { processInstanceKey, processDefinitionKey, scopeKey, flowId: flow.id, joinAt: joins ? target.id : null },
  });
  const underWay = { scopeKey, flowId: flow.id };
  if (!joins) step.flowsUnderWay.add(underWay);
  step.then(() => {
    step.flowsUnderWay.delete(underWay);
    activate(step, { scopeKey, elementId: target.id, viaFlow: true });
  });
}

/** Completes a scope in which no token is left, unless one comes in by an event or a link that is queued. */
function completeScopeIfDone(step: Step, scopeKey: Key): void {
  const isDone = () => {
    const scope = step.state.elementInstances.get(scopeKey);
    return scope?.activeChildren === 0 && scope.activeFlows === 0;
  };
  if (isDone()) step.then(() => isDone() && complete(step, scopeKey));
}
