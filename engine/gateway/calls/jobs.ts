import { EngineError } from '@gbc/engine';
import { parseVariables } from '../json.ts';
import { unary } from './call.ts';

interface CompleteJobRequest {
  readonly jobKey: string;
  readonly variables: string;
  readonly result?: { readonly denied?: boolean; readonly corrections?: object; readonly activateElements: readonly object[] };
}

interface FailJobRequest {
  readonly jobKey: string;
  readonly retries: number;
  readonly errorMessage: string;
  readonly retryBackOff: string;
  readonly variables: string;
}

interface ThrowErrorRequest {
  readonly jobKey: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly variables: string;
}

/** A result speaks to task listeners and ad-hoc subprocesses, which no deployed model has: one that asks for something is refused. */
function refuseResult({ jobKey, result }: CompleteJobRequest): void {
  if (!result?.denied && !result?.corrections && !result?.activateElements.length) return;
  throw new EngineError('INVALID_ARGUMENT', `Expected to complete job with key '${jobKey}', but its result is for a task listener or an ad-hoc subprocess, which the job is not of`);
}

/** Answers of workers, and what operators do to jobs. */
export const jobCalls = {
  CompleteJob: unary('COMPLETE', async ({ engine }, request: CompleteJobRequest) => {
    const variables = parseVariables(request.variables);
    refuseResult(request);
    await engine.completeJob(request.jobKey, variables);
    return {};
  }),

  FailJob: unary('FAIL', async ({ engine }, { jobKey, retries, errorMessage, retryBackOff, variables }: FailJobRequest) => {
    await engine.failJob(jobKey, { retries, backoffMs: Number(retryBackOff), message: errorMessage, variables: parseVariables(variables) });
    return {};
  }),

  ThrowError: unary('THROW_ERROR', async ({ engine }, { jobKey, errorCode, errorMessage, variables }: ThrowErrorRequest) => {
    await engine.throwError(jobKey, { errorCode, message: errorMessage, variables: parseVariables(variables) });
    return {};
  }),

  UpdateJobRetries: unary('UPDATE_RETRIES', async ({ engine }, { jobKey, retries }: { jobKey: string; retries: number }) => {
    await engine.updateJobRetries(jobKey, retries);
    return {};
  }),

  UpdateJobTimeout: unary('UPDATE_TIMEOUT', async ({ engine }, { jobKey, timeout }: { jobKey: string; timeout: string }) => {
    await engine.updateJobTimeout(jobKey, Number(timeout));
    return {};
  }),
};
