import { Camunda8 } from '@camunda8/sdk';
import { jobTypes, lastJobType, model, processId, variables } from './model.ts';
import { LastJobs, type Target } from './run.ts';

const jobTimeoutMs = 60_000;
/**
 * The stream's client polls besides, so soon again, for jobs that were not pushed. With real Zeebe much hangs on this: of 5, 20, 50, 300 and
 * 2,000 ms, and of workers that only poll, this served it best (150 instances/s; 13 at 2,000 ms). Ours hardly notices.
 */
const backfillMs = 50;

export interface OverGrpc {
  readonly target: Target;
  readonly lastJobs: LastJobs;
  close(): Promise<void>;
}

/** Zeebe's own client at a gateway, its workers fed by streams: whose gateway it is makes no difference here. */
export async function openOverGrpc(address: string): Promise<OverGrpc> {
  const client = new Camunda8({ CAMUNDA_OAUTH_DISABLED: true, ZEEBE_GRPC_ADDRESS: `grpc://${address}`, zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' } }).getZeebeGrpcApiClient();
  const lastJobs = new LastJobs();
  await client.deployResource({ name: 'three-jobs.bpmn', process: Buffer.from(model) });
  const streams = await Promise.all(jobTypes.map((type) =>
    client.streamJobs({
      type,
      worker: 'bench',
      timeout: jobTimeoutMs,
      tenantIds: [],
      pollInterval: backfillMs,
      async taskHandler(job) {
        const answer = await job.complete({ [type]: true });
        if (type === lastJobType) lastJobs.done(job.processInstanceKey);
        return answer;
      },
    })));
  return {
    lastJobs,
    target: {
      create: async () => (await client.createProcessInstance({ bpmnProcessId: processId, variables: { ...variables } })).processInstanceKey,
      idle: async () => undefined, // the answer to the last job tells that its instance has ended
    },
    async close() {
      for (const stream of streams) stream.close();
      await client.close();
    },
  };
}
