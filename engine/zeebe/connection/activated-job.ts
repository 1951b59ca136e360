import type { Job, Key, Variables } from '@gbc/engine';

/** A job as it stands on the wire: keys as text, documents as JSON text. */
export interface RawJob {
  readonly key: Key;
  readonly type: string;
  readonly processInstanceKey: Key;
  readonly bpmnProcessId: string;
  readonly processDefinitionVersion: number;
  readonly processDefinitionKey: Key;
  readonly elementId: string;
  readonly elementInstanceKey: Key;
  readonly customHeaders: string;
  readonly retries: number;
  readonly variables: string;
}

export type ActivatedJob = Omit<Job, 'engineId'> & { readonly processVersion: number };

export const parseJob = (raw: RawJob): ActivatedJob => ({
  jobKey: raw.key,
  type: raw.type,
  processInstanceKey: raw.processInstanceKey,
  processDefinitionKey: raw.processDefinitionKey,
  processId: raw.bpmnProcessId,
  processVersion: raw.processDefinitionVersion,
  elementId: raw.elementId,
  elementInstanceKey: raw.elementInstanceKey,
  headers: JSON.parse(raw.customHeaders) as Record<string, string>,
  variables: JSON.parse(raw.variables) as Variables,
  retries: raw.retries,
});
