import type { Key, Variables } from '@gbc/engine';
import type { CatchEvent } from '../model/catch-events.ts';
import type { BoundaryEvent, TriggeredStartEvent } from '../model/process-model.ts';
import { activate } from './activate.ts';
import { closeCatchEvents } from './catch-events.ts';
import { complete } from './complete.ts';
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
 * True where the instance can still be triggered: it is active and so is the scope around it. A scope that an event
 * subprocess interrupts takes no other event, except for boundary events, which end it as a whole.
 */
export function canTrigger(step: Step, elementInstanceKey: Key, targetElementId: string): boolean {
  const instance = step.state.elementInstances.get(elementInstanceKey);
  if (instance?.state !== 'ACTIVATED') return false;
  if (instance.scopeKey !== null && step.instance(instance.scopeKey).interruptedBy !== undefined) return false;
  return instance.interruptedBy === undefined || waitedFor(step, elementInstanceKey, targetElementId).type === 'boundaryEvent';
}

/** An event that an element instance waits for has come, with what it brings. Call it only where `canTrigger`. */
export function triggerEvent(step: Step, elementInstanceKey: Key, event: CatchEvent, variables: Variables): void {
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
      return complete(step, elementInstanceKey);
  }
}

function completeWith(step: Step, elementInstanceKey: Key, { outputs }: CatchEvent, variables: Variables): void {
  acceptResult(step, elementInstanceKey, outputs, variables);
  complete(step, elementInstanceKey);
}

/** Enters a boundary event, after its host was terminated where it interrupts. */
function triggerBoundaryEvent(step: Step, hostKey: Key, { id, interrupting }: BoundaryEvent, variables: Variables): void {
  const { scopeKey } = step.instance(hostKey);
  if (interrupting) terminate(step, hostKey);
  activate(step, { scopeKey: scopeKey as Key, elementId: id, variables });
}

/** Enters the event subprocess of the start event, after all else in the scope was terminated where it interrupts. */
function triggerEventSubProcess(step: Step, scopeKey: Key, start: TriggeredStartEvent, variables: Variables): void {
  const eventSubProcessId = start.scopeId as string;
  if (start.interrupting) {
    closeCatchEvents(step, scopeKey, (targetElementId) => waitedFor(step, scopeKey, targetElementId).type === 'startEvent');
    step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'SCOPE_INTERRUPTED', value: { scopeKey, interruptedBy: eventSubProcessId } });
    for (const { elementInstanceKey } of step.state.elementInstances.by('scope', scopeKey)) terminate(step, elementInstanceKey);
  }
  activate(step, { scopeKey, elementId: eventSubProcessId, startedBy: { targetElementId: start.id, variables } });
}
