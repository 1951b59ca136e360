import type { EventSubProcess, ProcessElement, SubProcess } from '../model/process-model.ts';
import { activate, activated } from '../transition/activate.ts';
import type { Behavior } from './behavior.ts';

/** A process or subprocess: starts inside, where the event says that has started it, and completes when no token is left there. */
export const scope: Behavior<ProcessElement | SubProcess | EventSubProcess> = {
  activate(step, elementInstanceKey, { startEventId }) {
    activated(step, elementInstanceKey);
    const trigger = step.state.eventTriggers.get(elementInstanceKey);
    const elementId = trigger?.targetElementId ?? startEventId;
    if (elementId === null) throw new Error(`process instance ${elementInstanceKey} has no start event`);
    step.then(() => {
      if (!trigger) return activate(step, { scopeKey: elementInstanceKey, elementId });
      step.emit({ valueType: 'PROCESS_EVENT', intent: 'TRIGGERED', value: trigger });
      activate(step, { scopeKey: elementInstanceKey, elementId, variables: trigger.variables });
    });
  },
};
