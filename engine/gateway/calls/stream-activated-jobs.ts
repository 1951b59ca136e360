import { type ServerWritableStream, status } from '@grpc/grpc-js';
import { toStatus } from '../status.ts';
import { refuseOtherTenants } from '../tenants.ts';
import { jobsSizeBytesMax } from './activate-jobs.ts';
import { toActivatedJob } from './activated-job.ts';
import type { CallContext } from './call.ts';

export interface StreamActivatedJobsRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: string;
  readonly fetchVariable: readonly string[];
  readonly tenantIds: readonly string[];
}

/** Jobs given to a stream at once; while a client doesn't read what it has, it gets no more. */
const jobsAtOnceMax = 64;

/** Pushes jobs until the client ends the call. */
export function streamActivatedJobs({ engine, closing }: CallContext, call: ServerWritableStream<StreamActivatedJobsRequest, object>): void {
  const { type, worker, timeout, fetchVariable: fetchVariables } = call.request;
  try {
    refuseOtherTenants('StreamActivatedJobs', call.request);
    const stream = engine.streamJobs({ type, worker, timeoutMs: Number(timeout), fetchVariables, sizeBytesMax: jobsSizeBytesMax }, {
      demand: () => (call.writableNeedDrain ? 0 : jobsAtOnceMax),
      deliver: (jobs) => {
        for (const job of jobs) call.write(toActivatedJob(job, worker));
      },
    });
    call.on('drain', () => stream.ready());
    const end = () => call.emit('error', { code: status.UNAVAILABLE, details: 'The gateway is closing' });
    closing.addEventListener('abort', end);
    call.on('close', () => {
      closing.removeEventListener('abort', end);
      stream.close();
    });
  } catch (error) {
    call.emit('error', toStatus(error, 'ACTIVATE'));
  }
}
