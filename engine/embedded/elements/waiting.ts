import type { EventBasedGateway, IntermediateCatchEvent, ReceiveTask } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import type { Behavior } from './behavior.ts';

/** Waits for what is opened with it. A link waits for nothing. */
export const waiting: Behavior<IntermediateCatchEvent | ReceiveTask | EventBasedGateway> = {
  activate(step, elementInstanceKey, element) {
    activated(step, elementInstanceKey);
    if (element.type === 'intermediateCatchEvent' && element.trigger.kind === 'link') step.then(() => complete(step, elementInstanceKey));
  },
};
