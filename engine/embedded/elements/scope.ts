import type { EventSubProcess, ProcessElement, SubProcess } from '../model/process-model.ts';
import { activate, activated } from '../transition/activate.ts';
import type { Behavior } from './behavior.ts';

/** A process or subprocess: starts inside, where the event says that has started it, and completes when no token is left there. */
export const scope: Behavior<ProcessElement | SubProcess | EventSubProcess> = {
  activate(step, elementInstanceKey, { type, startEventId }) {
    activated(step, elementInstanceKey);
    const trigger = step.state.eventTriggers.get(elementInstanceKey);
    const elementId = trigger?.targetElementId ?? startEventId;
    if (elementId === null) throw new Error(`process instance ${elementInstanceKey} has no start event`);
    if (!trigger) return step.then(() => activate(step, { scopeKey: elementInstanceKey, elementId }));
    const enter = () => {
      step.emit({ valueType: 'PROCESS_EVENT', intent: 'TRIGGERED', value: trigger });
      activate(step, { scopeKey: elementInstanceKey, elementId, variables: trigger.variables });
    };
    if (type === 'process') enter();
    else step.then(enter);
  },
};
