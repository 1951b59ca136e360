import type { Key, Variables } from '@gbc/engine';
import { canTrigger, triggerEvent, waitedFor } from './event-trigger.ts';
import { startByEvent } from './start-event.ts';
import type { Step } from './step.ts';

/** Broadcasts a signal: to every instance that waits for it now and every process that it starts. Nobody gets it later. */
export function broadcastSignal(step: Step, signalName: string, variables: Variables): { signalKey: Key } {
  const subscriptions = step.state.signalSubscriptions.by('name', signalName);
  const signalKey = step.newKey();
  step.emit({ valueType: 'SIGNAL', intent: 'BROADCASTED', value: { signalKey, signalName, variables } });
  for (const { elementInstanceKey, processDefinitionKey, targetElementId } of subscriptions) {
    if (elementInstanceKey === null) startByEvent(step, { processDefinitionKey, processInstanceKey: step.newKey(), startEventId: targetElementId, variables });
    else if (canTrigger(step, elementInstanceKey, targetElementId)) triggerEvent(step, elementInstanceKey, waitedFor(step, elementInstanceKey, targetElementId), variables);
  }
  return { signalKey };
}
