import type { ActivatedJob } from '@gbc/engine-embedded';
import { defaultTenantId } from '../protocol.ts';

/** A job as the protocol tells it. */
export function toActivatedJob(job: ActivatedJob, worker: string) {
  return {
    key: job.jobKey,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: job.processId,
    processDefinitionVersion: job.processVersion,
    processDefinitionKey: job.processDefinitionKey,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: JSON.stringify(job.headers),
    worker,
    retries: job.retries,
    deadline: String(job.deadline.getTime()),
    variables: JSON.stringify(job.variables),
    tenantId: defaultTenantId,
    kind: job.listener ? 'EXECUTION_LISTENER' : 'BPMN_ELEMENT',
    listenerEventType: job.listener ?? 'UNSPECIFIED',
    tags: job.tags,
  };
}
