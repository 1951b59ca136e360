import { EngineError, type Key, type Variables } from '@gbc/engine';
import { evaluateInteger, evaluateString } from '../feel/expression.ts';
import type { JobDefinition } from '../model/process-model.ts';
import type { JobRow } from '../state/rows.ts';
import { complete } from './complete.ts';
import { isCaught, throwError, unhandledError } from './error.ts';
import { raiseIncident } from './incident.ts';
import type { Step } from './step.ts';
import { acceptResult } from './variables.ts';

type EvaluatedJob = Pick<JobRow, 'type' | 'retries' | 'headers'>;

export function evaluateJob(step: Step, elementInstanceKey: Key, { type, retries, headers }: JobDefinition): EvaluatedJob {
  const scope = step.scope(elementInstanceKey);
  return { type: evaluateString(type, scope), retries: evaluateInteger(retries, scope), headers };
}

export function createJob(step: Step, elementInstanceKey: Key, job: EvaluatedJob): Key {
  const { processInstanceKey, processDefinitionKey, elementId } = step.instance(elementInstanceKey);
  const jobKey = step.newKey();
  step.emit({
    valueType: 'JOB', intent: 'CREATED',
    value: { jobKey, elementInstanceKey, processInstanceKey, processDefinitionKey, elementId, ...job, state: 'ACTIVATABLE', failures: 0, dueAt: null, errorMessage: null },
  });
  return jobKey;
}

/** Gives up to `count` waiting jobs of a type to a worker until `timeoutMs` from now. */
export function activateJobs(step: Step, { type, count, timeoutMs }: { type: string; count: number; timeoutMs: number }): JobRow[] {
  const dueAt = new Date(step.now.getTime() + timeoutMs);
  return step.state.jobs.firstBy('activatable', type, count).map((job) => {
    const value: JobRow = { ...job, state: 'ACTIVATED', dueAt };
    step.emit({ valueType: 'JOB', intent: 'ACTIVATED', value });
    return value;
  });
}

function findJob(step: Step, jobKey: Key): JobRow {
  const job = step.state.jobs.get(jobKey);
  if (!job) throw new EngineError('NOT_FOUND', `no job with key ${jobKey}`);
  return job;
}

/** As Zeebe has it, a job that timed out may still be completed until another worker has done it; a failed one may not. */
function findOpenJob(step: Step, jobKey: Key): JobRow {
  const job = findJob(step, jobKey);
  if (job.state === 'FAILED' || job.state === 'ERROR_THROWN') throw new EngineError('FAILED_PRECONDITION', `job ${jobKey} is ${job.state}`);
  return job;
}

export function completeJob(step: Step, jobKey: Key, variables: Variables): void {
  const value = findOpenJob(step, jobKey);
  const { elementInstanceKey } = value;
  step.emit({ valueType: 'JOB', intent: 'COMPLETED', value });
  acceptResult(step, elementInstanceKey, step.element(value).outputs, variables);
  step.then(() => complete(step, elementInstanceKey));
}

/** A technical failure. With retries left the job waits until `backoffMs` have passed; with none it raises an incident. */
export function failJob(step: Step, jobKey: Key, failure: { retries: number; backoffMs: number; message: string }): void {
  const job = findOpenJob(step, jobKey);
  const { retries, message } = failure;
  const waits = retries > 0 && failure.backoffMs > 0;
  const state = retries > 0 && !waits ? 'ACTIVATABLE' : 'FAILED';
  const dueAt = waits ? new Date(step.now.getTime() + failure.backoffMs) : null;
  const value: JobRow = { ...job, state, retries: Math.max(0, retries), failures: job.failures + 1, dueAt, errorMessage: message };
  step.emit({ valueType: 'JOB', intent: 'FAILED', value });
  if (retries <= 0) raiseIncident(step, job.elementInstanceKey, { errorType: 'JOB_NO_RETRIES', message }, value);
}

/** A business error. Uncaught, it stops the element with an incident. */
export function throwJobError(step: Step, jobKey: Key, error: { errorCode: string; message: string | undefined; variables: Variables }): void {
  const job = findOpenJob(step, jobKey);
  const { errorCode, message, variables } = error;
  if (isCaught(step, job.elementInstanceKey, errorCode)) {
    step.emit({ valueType: 'JOB', intent: 'ERROR_CAUGHT', value: job });
    return throwError(step, job.elementInstanceKey, errorCode, variables);
  }
  const value: JobRow = { ...job, state: 'ERROR_THROWN', dueAt: null, errorMessage: message ?? null };
  step.emit({ valueType: 'JOB', intent: 'ERROR_THROWN', value });
  raiseIncident(step, job.elementInstanceKey, unhandledError(errorCode, message), value);
}

/** An activation's time is over, or the process of its worker is: another may have the job. */
export function timeOutJob(step: Step, jobKey: Key): void {
  const job = step.state.jobs.get(jobKey);
  if (job?.state !== 'ACTIVATED') return;
  step.emit({ valueType: 'JOB', intent: 'TIMED_OUT', value: { ...job, state: 'ACTIVATABLE', dueAt: null } });
}

/** What a job waited for until `dueAt` is over: its activation or its back-off. */
export function jobDue(step: Step, jobKey: Key, dueAt: Date): void {
  const job = step.state.jobs.get(jobKey);
  if (job?.dueAt?.getTime() !== dueAt.getTime()) return;
  if (job.state === 'ACTIVATED') return timeOutJob(step, jobKey);
  step.emit({ valueType: 'JOB', intent: 'RECURRED_AFTER_BACKOFF', value: { ...job, state: 'ACTIVATABLE', dueAt: null } });
}

export function updateJobRetries(step: Step, jobKey: Key, retries: number): void {
  if (!Number.isInteger(retries) || retries < 1) throw new EngineError('INVALID_ARGUMENT', `retries must be a whole number of at least 1, not ${retries}`);
  const job = findJob(step, jobKey);
  step.emit({ valueType: 'JOB', intent: 'RETRIES_UPDATED', value: { ...job, retries } });
}

/** A job whose incident is resolved can be worked on again; FAILED_PRECONDITION where it has no retries left. */
export function reopenJob(step: Step, jobKey: Key): void {
  const job = findJob(step, jobKey);
  if (job.retries < 1) throw new EngineError('FAILED_PRECONDITION', `job ${jobKey} has no retries left: update them first`);
  step.emit({ valueType: 'JOB', intent: 'RECURRED_AFTER_BACKOFF', value: { ...job, state: 'ACTIVATABLE', dueAt: null } });
}
