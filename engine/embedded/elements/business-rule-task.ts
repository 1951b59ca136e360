import type { BusinessRuleTask } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import { evaluateCalledDecision } from '../transition/decision.ts';
import { createJob, evaluateJob } from '../transition/job.ts';
import { acceptResult } from '../transition/variables.ts';
import type { Behavior } from './behavior.ts';

/** Calls a deployed decision, or leaves the rule to a job worker. */
export const businessRuleTask: Behavior<BusinessRuleTask> = {
  activate(step, elementInstanceKey, { call, outputs }) {
    if (call.kind === 'job') {
      const job = evaluateJob(step, elementInstanceKey, call.job);
      activated(step, elementInstanceKey);
      return createJob(step, elementInstanceKey, job);
    }
    const output = evaluateCalledDecision(step, elementInstanceKey, call.decision);
    activated(step, elementInstanceKey);
    step.then(() => {
      if (step.state.elementInstances.get(elementInstanceKey)?.state !== 'ACTIVATED') return;
      acceptResult(step, elementInstanceKey, outputs, { [call.decision.resultVariable]: output });
      complete(step, elementInstanceKey);
    });
  },
};
