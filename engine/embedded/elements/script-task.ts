import { evaluateJson } from '../feel/expression.ts';
import type { ScriptTask } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { complete } from '../transition/complete.ts';
import { createJob, evaluateJob } from '../transition/job.ts';
import { acceptResult } from '../transition/variables.ts';
import type { Behavior } from './behavior.ts';

/** Evaluates a FEEL expression, or leaves the script to a job worker. */
export const scriptTask: Behavior<ScriptTask> = {
  activate(step, elementInstanceKey, { script, outputs }) {
    if (script.kind === 'job') {
      const job = evaluateJob(step, elementInstanceKey, script.job);
      activated(step, elementInstanceKey);
      return void createJob(step, elementInstanceKey, job);
    }
    const result = evaluateJson(script.expression, step.scope(elementInstanceKey));
    activated(step, elementInstanceKey);
    step.then(() => {
      if (step.state.elementInstances.get(elementInstanceKey)?.state !== 'ACTIVATED') return;
      acceptResult(step, elementInstanceKey, outputs, { [script.resultVariable]: result });
      complete(step, elementInstanceKey);
    });
  },
};
