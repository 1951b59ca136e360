import type { ServerWritableStream } from '@grpc/grpc-js';
import { waitMsOf } from '../duration.ts';
import { messageSizeBytesMax } from '../protocol.ts';
import { toStatus } from '../status.ts';
import { refuseOtherTenants } from '../tenants.ts';
import { toActivatedJob } from './activated-job.ts';
import type { CallContext } from './call.ts';

export interface ActivateJobsRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: string;
  readonly maxJobsToActivate: number;
  readonly fetchVariable: readonly string[];
  readonly tenantIds: readonly string[];
  readonly requestTimeout: string;
}

/** How long a call waits that doesn't say. */
const waitMsDefault = 10_000;
/** Room for what surrounds the jobs in a message. */
const messageOverheadBytes = 8 * 1024;
export const jobsSizeBytesMax = messageSizeBytesMax - messageOverheadBytes;

/** Long polling: answers with one batch as soon as there is a job, or with none when the wait is over. */
export async function activateJobs({ engine, closing }: CallContext, call: ServerWritableStream<ActivateJobsRequest, object>): Promise<void> {
  const { type, worker, timeout, maxJobsToActivate: maxJobs, fetchVariable: fetchVariables, requestTimeout } = call.request;
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  const waitMs = waitMsOf(requestTimeout, waitMsDefault);
  try {
    refuseOtherTenants('ActivateJobs', call.request);
    const jobs = await engine.activateJobs({ type, worker, timeoutMs: Number(timeout), maxJobs, fetchVariables, waitMs, sizeBytesMax: jobsSizeBytesMax }, AbortSignal.any([gone.signal, closing]));
    if (jobs.length > 0) call.write({ jobs: jobs.map((job) => toActivatedJob(job, worker)) });
    call.end();
  } catch (error) {
    call.emit('error', toStatus(error, 'ACTIVATE'));
  }
}
