import type { Element } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import type { Behavior } from './behavior.ts';

/** Waits for nothing. */
export const passThrough: Behavior<Element> = {
  activate(step, elementInstanceKey) {
    activated(step, elementInstanceKey);
    step.then(() => complete(step, elementInstanceKey));
  },
};
