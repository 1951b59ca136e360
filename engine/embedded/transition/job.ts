import { EngineError, type Key, type Variables } from '@gbc/engine';
import { timeAfter } from '../clock.ts';
import { evaluateInteger, evaluateString } from '../feel/expression.ts';
import type { JobDefinition } from '../model/process-model.ts';
import type { JobRow } from '../state/rows.ts';
import { complete } from './complete.ts';
import { ProcessFailure } from '../failure.ts';
import { catchError, findErrorCatcher } from './error.ts';
import { completeListener } from './execution-listener.ts';
import { raiseIncident } from './incident.ts';
import type { Step } from './step.ts';
import { acceptResult, setLocally } from './variables.ts';

type EvaluatedJob = Pick<JobRow, 'type' | 'retries' | 'headers' | 'listener'>;

export function evaluateJob(step: Step, elementInstanceKey: Key, { type, retries, headers }: JobDefinition): EvaluatedJob {
  const scope = step.scope(elementInstanceKey);
  return { type: evaluateString(type, scope), retries: evaluateInteger(retries, scope), headers };
}

export function createJob(step: Step, elementInstanceKey: Key, job: EvaluatedJob): Key {
  const { processInstanceKey, processDefinitionKey, elementId } = step.instance(elementInstanceKey);
  const jobKey = step.newKey();
  step.emit({
    valueType: 'JOB', intent: 'CREATED',
    value: { jobKey, elementInstanceKey, processInstanceKey, processDefinitionKey, elementId, ...job, state: 'ACTIVATABLE', failures: 0, worker: null, dueAt: null, errorMessage: null },
  });
  return jobKey;
}

/** Gives a waiting job to a worker until `timeoutMs` from now; `worker` is the name of a client's, null for a handler in this process. */
export function activateJob(step: Step, job: JobRow, { worker, timeoutMs }: { worker: string | null; timeoutMs: number }): JobRow {
  const value: JobRow = { ...job, state: 'ACTIVATED', worker, dueAt: timeAfter(step.now, timeoutMs) };
  step.emit({ valueType: 'JOB', intent: 'ACTIVATED', value });
  return value;
}

/** A job that no message can carry stops its element, so that it doesn't hold up the jobs behind it. */
export function refuseTooLargeJob(step: Step, job: JobRow, sizeBytes: number, sizeBytesMax: number): void {
  const message = `The job with key '${job.jobKey}' can not be activated, because with ${sizeBytes} bytes it is larger than a message may be (${sizeBytesMax} bytes). `
    + 'Try to reduce the size by reducing the number of fetched variables or modifying the variable values.';
  const value: JobRow = { ...job, state: 'FAILED', dueAt: null, errorMessage: message };
  step.emit({ valueType: 'JOB', intent: 'FAILED', value });
  raiseIncident(step, job.elementInstanceKey, { errorType: 'MESSAGE_SIZE_EXCEEDED', message }, value);
}

function findJob(step: Step, jobKey: Key, purpose: string): JobRow {
  const job = step.state.jobs.get(jobKey);
  if (!job) throw new EngineError('NOT_FOUND', `Expected to ${purpose} job with key '${jobKey}', but no such job was found`);
  return job;
}

/** As Zeebe has it, a job that timed out may still be answered until another worker has done it; a failed one may not. */
function findOpenJob(step: Step, jobKey: Key, purpose: string): JobRow {
  const job = findJob(step, jobKey, purpose);
  if (job.state === 'FAILED' || job.state === 'ERROR_THROWN') {
    throw new EngineError('FAILED_PRECONDITION', `Expected to ${purpose} job with key '${jobKey}', but it is in state '${job.state}'`);
  }
  return job;
}

export function completeJob(step: Step, jobKey: Key, variables: Variables): void {
  const value = findOpenJob(step, jobKey, 'complete');
  if (value.listener) return completeListener(step, value, variables);
  const { elementInstanceKey } = value;
  step.emit({ valueType: 'JOB', intent: 'COMPLETED', value });
  acceptResult(step, elementInstanceKey, step.element(step.instance(elementInstanceKey)).outputs, variables);
  step.then(() => complete(step, elementInstanceKey));
}

/** A technical failure of a job. */
export interface JobFailure {
  /** Tries left from now on; below 1 raises an incident. */
  readonly retries: number;
  /** Wait before the next try. */
  readonly backoffMs: number;
  readonly message: string;
  /** Set in the job's element. */
  readonly variables?: Variables;
}

/** With retries left the job waits until `backoffMs` have passed; with none it raises an incident. */
export function failJob(step: Step, jobKey: Key, { retries, backoffMs, message, variables }: JobFailure): void {
  const job = findOpenJob(step, jobKey, 'fail');
  if (variables) setLocally(step, job.elementInstanceKey, variables);
  const waits = retries > 0 && backoffMs > 0;
  const state = retries > 0 && !waits ? 'ACTIVATABLE' : 'FAILED';
  const dueAt = waits ? timeAfter(step.now, backoffMs) : null;
  const value: JobRow = { ...job, state, worker: null, retries: Math.max(0, retries), failures: job.failures + 1, dueAt, errorMessage: message };
  step.emit({ valueType: 'JOB', intent: 'FAILED', value });
  if (retries <= 0) raiseIncident(step, job.elementInstanceKey, { errorType: job.listener ? 'EXECUTION_LISTENER_NO_RETRIES' : 'JOB_NO_RETRIES', message: message || 'No more retries left.' }, value);
}

/** A business error. Uncaught, it stops the element with an incident. FAILED_PRECONDITION: the job is a listener's. */
export function throwJobError(step: Step, jobKey: Key, error: { errorCode: string; message: string | undefined; variables: Variables }): void {
  const job = findOpenJob(step, jobKey, 'throw an error for');
  if (job.listener) {
    const reason = `Cannot throw BPMN error from EXECUTION_LISTENER job with key '${jobKey}', type '${job.type}' and processInstanceKey '${job.processInstanceKey}'`;
    throw new EngineError('FAILED_PRECONDITION', reason);
  }
  const catcher = findErrorCatcher(step, job.elementInstanceKey, error);
  if (!(catcher instanceof ProcessFailure)) {
    step.emit({ valueType: 'JOB', intent: 'ERROR_CAUGHT', value: job });
    return catchError(step, catcher, error.variables);
  }
  const value: JobRow = { ...job, state: 'ERROR_THROWN', worker: null, dueAt: null, errorMessage: error.message ?? null };
  step.emit({ valueType: 'JOB', intent: 'ERROR_THROWN', value });
  raiseIncident(step, job.elementInstanceKey, catcher, value);
}

/** An activation's time is over, or the process of its worker is: another may have the job. */
export function timeOutJob(step: Step, jobKey: Key): void {
  const job = step.state.jobs.get(jobKey);
  if (job?.state !== 'ACTIVATED') return;
  step.emit({ valueType: 'JOB', intent: 'TIMED_OUT', value: { ...job, state: 'ACTIVATABLE', worker: null, dueAt: null } });
}

/** What a job waited for until `dueAt` is over: its activation or its back-off. */
export function jobDue(step: Step, jobKey: Key, dueAt: Date): void {
  const job = step.state.jobs.get(jobKey);
  if (job?.dueAt?.getTime() !== dueAt.getTime()) return;
  if (job.state === 'ACTIVATED') return timeOutJob(step, jobKey);
  step.emit({ valueType: 'JOB', intent: 'RECURRED_AFTER_BACKOFF', value: { ...job, state: 'ACTIVATABLE', dueAt: null } });
}

/** INVALID_ARGUMENT: retries below 1. NOT_FOUND: no such job. */
export function updateJobRetries(step: Step, jobKey: Key, retries: number): void {
  const job = findJob(step, jobKey, 'update');
  if (!Number.isInteger(retries) || retries < 1) {
    throw new EngineError('INVALID_ARGUMENT', `Expected to update retries for job with key '${jobKey}' with a positive amount of retries, but the amount given was '${retries}'`);
  }
  step.emit({ valueType: 'JOB', intent: 'RETRIES_UPDATED', value: { ...job, retries } });
}

/** Moves the end of an activation to `timeoutMs` from now. FAILED_PRECONDITION: nobody has the job. NOT_FOUND: no such job. */
export function updateJobTimeout(step: Step, jobKey: Key, timeoutMs: number): void {
  const job = findJob(step, jobKey, 'update');
  if (job.state !== 'ACTIVATED') throw new EngineError('FAILED_PRECONDITION', `Expected to update the timeout of job with key '${jobKey}', but it is not active`);
  step.emit({ valueType: 'JOB', intent: 'TIMEOUT_UPDATED', value: { ...job, dueAt: timeAfter(step.now, timeoutMs) } });
}

/** A job whose incident is resolved can be worked on again; FAILED_PRECONDITION where it has no retries left. */
export function reopenJob(step: Step, jobKey: Key, incidentKey: Key): void {
  const job = findJob(step, jobKey, 'resolve incident of');
  if (job.retries < 1) {
    const reason = `Expected to resolve incident with key '${incidentKey}', but job with key '${jobKey}' has no retries left.`;
    throw new EngineError('FAILED_PRECONDITION', `${reason} Please update the job retries and retry resolving the incident`);
  }
  step.emit({ valueType: 'JOB', intent: 'RECURRED_AFTER_BACKOFF', value: { ...job, state: 'ACTIVATABLE', worker: null, dueAt: null } });
}
