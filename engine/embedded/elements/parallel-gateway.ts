import type { ParallelGateway } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import type { Behavior } from './behavior.ts';

/** Forks, after the tokens it joins have come. Like every gateway it is left in the step that enters it. */
export const parallelGateway: Behavior<ParallelGateway> = {
  activate(step, elementInstanceKey) {
    activated(step, elementInstanceKey);
    complete(step, elementInstanceKey);
  },
};
