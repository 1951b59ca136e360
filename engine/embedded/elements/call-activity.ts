import type { CallActivity } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { evaluateCalledProcess, startCalledProcess } from '../transition/call.ts';
import type { Behavior } from './behavior.ts';

/** Runs another process in an instance of its own and waits for its end. */
export const callActivity: Behavior<CallActivity> = {
  activate(step, elementInstanceKey, element) {
    const definition = evaluateCalledProcess(step, elementInstanceKey, element);
    activated(step, elementInstanceKey);
    step.then(() => startCalledProcess(step, elementInstanceKey, element, definition));
  },
};
