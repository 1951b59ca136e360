import type { ProcessElement, SubProcess } from '../model/process-model.ts';
import { activate, activated } from '../transition/activate.ts';
import type { Behavior } from './behaviors.ts';

/** A process or subprocess: starts inside, and completes when no token is left there. */
export const scope: Behavior<ProcessElement | SubProcess> = {
  activate(step, elementInstanceKey, { startEventId }) {
    activated(step, elementInstanceKey);
    step.then(() => activate(step, { scopeKey: elementInstanceKey, elementId: startEventId }));
  },
};
