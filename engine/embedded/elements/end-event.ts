import { ProcessFailure } from '../failure.ts';
import { evaluateString } from '../feel/expression.ts';
import type { EndEvent } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import { isCaught, throwError, unhandledError } from '../transition/error.ts';
import type { Behavior } from './behaviors.ts';

export const endEvent: Behavior<EndEvent> = {
  activate(step, elementInstanceKey, { result }) {
    if (result.kind !== 'error') {
      activated(step, elementInstanceKey);
      return complete(step, elementInstanceKey);
    }
    const errorCode = evaluateString(result.errorCode, step.scope(elementInstanceKey));
    if (!isCaught(step, elementInstanceKey, errorCode)) {
      const { errorType, message } = unhandledError(errorCode);
      throw new ProcessFailure(errorType, message);
    }
    activated(step, elementInstanceKey);
    throwError(step, elementInstanceKey, errorCode, {});
  },
};
