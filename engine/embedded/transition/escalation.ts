import type { Key } from '@gbc/engine';
import { isInterrupting } from '../model/catch-events.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { canTrigger, triggerEvent } from './event-trigger.ts';
import { callingInstance, type Catcher, catcherIn } from './propagation.ts';
import type { Step } from './step.ts';

/** Outwards from a scope. Past a scope that has been interrupted the search ends, though it looks there once more: its boundary events still catch. */
function findCatcher(step: Step, from: ElementInstanceRow, escalationCode: string): Catcher | undefined {
  let instance = from;
  for (;;) {
    const catcher = catcherIn(step, instance, 'escalation', escalationCode);
    if (catcher) return catcher;
    if (instance.scopeKey === null || instance.state !== 'ACTIVATED' || instance.interruptedBy !== undefined) break;
    instance = step.instance(instance.scopeKey);
  }
  const calling = callingInstance(step, from.processInstanceKey);
  return calling?.state === 'ACTIVATED' ? findCatcher(step, calling, escalationCode) : undefined;
}

/**
 * Throws an escalation from an active event. One that nobody catches is let through. Answers true where the event goes on,
 * false where what catches it interrupts it.
 */
export function throwEscalation(step: Step, elementInstanceKey: Key, escalationCode: string): boolean {
  const { processInstanceKey, scopeKey, elementId: throwElementId } = step.instance(elementInstanceKey);
  const catcher = findCatcher(step, step.instance(scopeKey as Key), escalationCode);
  const caught = catcher !== undefined && canTrigger(step, catcher.elementInstanceKey, catcher.event.id);
  const value = { processInstanceKey, throwElementId, catchElementId: catcher?.event.id ?? null, escalationCode };
  step.emit({ valueType: 'ESCALATION', intent: caught ? 'ESCALATED' : 'NOT_ESCALATED', value });
  if (caught) triggerEvent(step, catcher.elementInstanceKey, catcher.event, {});
  return !catcher || !isInterrupting(catcher.event);
}
