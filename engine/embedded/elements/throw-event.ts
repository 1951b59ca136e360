import type { Key } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { evaluateString } from '../feel/expression.ts';
import type { EndEvent, IntermediateThrowEvent } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import { catchError, findErrorCatcher } from '../transition/error.ts';
import { throwEscalation } from '../transition/escalation.ts';
import { createJob, evaluateJob } from '../transition/job.ts';
import { broadcastSignal } from '../transition/signal.ts';
import type { Step } from '../transition/step.ts';
import type { Behavior } from './behavior.ts';

type Thrown = (EndEvent | IntermediateThrowEvent)['result'];

/** Throws what an end event or an intermediate throw event says, and goes on where that ends nothing around it. */
export const throwEvent: Behavior<EndEvent | IntermediateThrowEvent> = {
  activate(step, elementInstanceKey, { result }) {
    throwResult(step, elementInstanceKey, result);
  },
};

function throwResult(step: Step, elementInstanceKey: Key, result: Thrown): void {
  const scope = step.scope(elementInstanceKey);
  switch (result.kind) {
    case 'message': {
      const job = evaluateJob(step, elementInstanceKey, result.job);
      activated(step, elementInstanceKey);
      createJob(step, elementInstanceKey, job);
      return;
    }
    case 'signal': {
      const signalName = evaluateString(result.signalName, scope);
      const variables = step.state.localVariables(elementInstanceKey);
      activated(step, elementInstanceKey);
      step.then(() => broadcastSignal(step, signalName, variables));
      return step.then(() => complete(step, elementInstanceKey));
    }
    case 'escalation': {
      const escalationCode = evaluateString(result.escalationCode, scope);
      activated(step, elementInstanceKey);
      if (throwEscalation(step, elementInstanceKey, escalationCode)) step.then(() => complete(step, elementInstanceKey));
      return;
    }
    case 'error': {
      const { scopeKey } = step.instance(elementInstanceKey);
      const catcher = findErrorCatcher(step, scopeKey as Key, { errorCode: evaluateString(result.errorCode, scope) });
      if (catcher instanceof ProcessFailure) throw catcher;
      activated(step, elementInstanceKey);
      return catchError(step, catcher, {});
    }
    default:
      activated(step, elementInstanceKey);
      step.then(() => complete(step, elementInstanceKey));
  }
}
