import type { SendTask, ServiceTask } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { createJob, evaluateJob } from '../transition/job.ts';
import type { Behavior } from './behavior.ts';

/** Leaves the work to a job worker. */
export const serviceTask: Behavior<ServiceTask | SendTask> = {
  activate(step, elementInstanceKey, { job }) {
    const evaluated = evaluateJob(step, elementInstanceKey, job);
    activated(step, elementInstanceKey);
    createJob(step, elementInstanceKey, evaluated);
  },
};
