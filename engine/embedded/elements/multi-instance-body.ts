import type { MultiInstanceBody } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { enterLoop, evaluateItems } from '../transition/multi-instance.ts';
import type { Behavior } from './behavior.ts';

/** Runs its activity once for each item of a list, at once or one after another. */
export const multiInstanceBody: Behavior<MultiInstanceBody> = {
  activate(step, elementInstanceKey, { loop }) {
    const items = evaluateItems(step, elementInstanceKey, loop);
    activated(step, elementInstanceKey);
    enterLoop(step, step.instance(elementInstanceKey), items);
  },
};
