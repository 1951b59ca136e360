import { ProcessFailure } from '../failure.ts';
import { evaluateBoolean } from '../feel/expression.ts';
import type { ExclusiveGateway, SequenceFlow } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import type { Behavior } from './behavior.ts';

/**
 * Takes the first flow, in the order of the file, whose condition holds, else the default. A lone flow needs no condition; among
 * several, one without a condition that isn't the default is never taken.
 */
export const exclusiveGateway: Behavior<ExclusiveGateway> = {
  activate(step, elementInstanceKey, { outgoing, defaultFlow }) {
    const scope = step.scope(elementInstanceKey);
    const holds = (flow: SequenceFlow) => 
      flow !== defaultFlow && (flow.condition ? evaluateBoolean(flow.condition, scope) : outgoing.length === 1);
    const chosen = outgoing.find(holds) ?? defaultFlow;
    if (!chosen && outgoing.length > 0) {
      throw new ProcessFailure('CONDITION_ERROR', 'Expected at least one condition to evaluate to true, or to have a default flow');
    }
    activated(step, elementInstanceKey);
    complete(step, elementInstanceKey, chosen ? [chosen] : []);
  },
};
