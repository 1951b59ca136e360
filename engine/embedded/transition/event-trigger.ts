import type { Key, Variables } from '@gbc/engine';
import { type CatchEvent, isInterrupting } from '../model/catch-events.ts';
import type { BoundaryEvent, TriggeredStartEvent } from '../model/process-model.ts';
import { activate } from './activate.ts';
import { closeCatchEvents } from './catch-events.ts';
import { canComplete, complete } from './complete.ts';
import type { Step } from './step.ts';
import { terminate } from './terminate.ts';
import { acceptResult } from './variables.ts';

/** The event of this id that an element instance waits for. */
export function waitedFor(step: Step, elementInstanceKey: Key, targetElementId: string): CatchEvent {
  const instance = step.instance(elementInstanceKey);
  const { processDefinitionKey, elementId } = instance;
  return (elementId === targetElementId ? step.element(instance) : step.target({ processDefinitionKey, elementId: targetElementId })) as CatchEvent;
}

/**
 * True where the instance can still be triggered: it is active and so is the scope around it. After an interrupting event it takes
 * no other, except for boundary events, which end it as a whole; after one of those none at all.
 */
export function canTrigger(step: Step, elementInstanceKey: Key, targetElementId: string): boolean {
  const instance = step.state.elementInstances.get(elementInstanceKey);
  if (instance?.state !== 'ACTIVATED') return false;
  if (instance.scopeKey !== null && step.instance(instance.scopeKey).interruptedBy !== undefined) return false;
  const pending = step.pendingEvents.get(elementInstanceKey);
  if (pending?.event.type === 'boundaryEvent') return false;
  const isInterrupted = pending !== undefined || instance.interruptedBy !== undefined;
  return !isInterrupted || waitedFor(step, elementInstanceKey, targetElementId).type === 'boundaryEvent';
}

/** An event that an element instance waits for has come, with what it brings. Call it only where `canTrigger`. */
export function triggerEvent(step: Step, elementInstanceKey: Key, event: CatchEvent, variables: Variables): void {
  if (isInterrupting(event)) step.pendingEvents.set(elementInstanceKey, { event, variables });
  switch (event.type) {
    case 'boundaryEvent':
      return triggerBoundaryEvent(step, elementInstanceKey, event, variables);
    case 'startEvent':
      return triggerEventSubProcess(step, elementInstanceKey, event, variables);
    case 'receiveTask':
      return completeWith(step, elementInstanceKey, event, variables);
    case 'intermediateCatchEvent':
      if (step.instance(elementInstanceKey).elementId === event.id) return completeWith(step, elementInstanceKey, event, variables);
      step.emit({ valueType: 'PROCESS_EVENT', intent: 'TRIGGERING', value: { scopeKey: elementInstanceKey, targetElementId: event.id, variables } });
      return step.then(() => complete(step, elementInstanceKey));
  }
}

function completeWith(step: Step, elementInstanceKey: Key, { outputs }: CatchEvent, variables: Variables): void {
  step.then(() => {
    if (!canComplete(step, elementInstanceKey)) return;
    acceptResult(step, elementInstanceKey, outputs, variables);
    complete(step, elementInstanceKey);
  });
}

/** One that interrupts is entered when its host has ended. */
function triggerBoundaryEvent(step: Step, hostKey: Key, { id, interrupting }: BoundaryEvent, variables: Variables): void {
  if (interrupting) return step.then(() => terminate(step, hostKey));
  activate(step, { scopeKey: step.instance(hostKey).scopeKey as Key, elementId: id, variables });
}

/** Enters the event subprocess of the start event; where it interrupts, when all else in the scope has ended. */
function triggerEventSubProcess(step: Step, scopeKey: Key, start: TriggeredStartEvent, variables: Variables): void {
  if (!start.interrupting) return startEventSubProcess(step, scopeKey, start, variables);
  closeCatchEvents(step, scopeKey, (targetElementId) => waitedFor(step, scopeKey, targetElementId).type === 'startEvent');
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'SCOPE_INTERRUPTED', value: { scopeKey, interruptedBy: start.scopeId as string } });
  const inside = step.state.elementInstances.by('scope', scopeKey);
  for (const { elementInstanceKey } of inside) step.then(() => terminate(step, elementInstanceKey));
  if (inside.length === 0) startPendingEventSubProcess(step, scopeKey);
}

function startEventSubProcess(step: Step, scopeKey: Key, { id: targetElementId, scopeId }: TriggeredStartEvent, variables: Variables): void {
  step.then(() => activate(step, { scopeKey, elementId: scopeId as string, startedBy: { targetElementId, variables } }));
}

/** Enters the event subprocess for which all else in the scope was ended; false where there is none. */
export function startPendingEventSubProcess(step: Step, scopeKey: Key): boolean {
  const pending = step.pendingEvents.get(scopeKey);
  if (pending?.event.type !== 'startEvent') return false;
  step.pendingEvents.delete(scopeKey);
  startEventSubProcess(step, scopeKey, pending.event, pending.variables);
  return true;
}
