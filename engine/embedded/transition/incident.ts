import type { Key } from '@gbc/engine';
import type { ProcessFailure } from '../failure.ts';
import type { JobRow } from '../state/rows.ts';
import type { Step } from './step.ts';

/** Stops an element with an incident; `job` where its job can't go on. */
export function raiseIncident(step: Step, elementInstanceKey: Key, { errorType, message }: Pick<ProcessFailure, 'errorType' | 'message'>, job?: JobRow): void {
  const { processInstanceKey } = step.instance(elementInstanceKey);
  step.emit({
    valueType: 'INCIDENT', intent: 'CREATED',
    value: { incidentKey: step.newKey(), elementInstanceKey, processInstanceKey, jobKey: job?.jobKey ?? null, errorType, message },
  });
}

/** The incidents of an element end with it, and those of a job with the job. */
export function closeIncidents(step: Step, elementInstanceKey: Key): void {
  for (const value of step.state.incidents.by('element', elementInstanceKey)) step.emit({ valueType: 'INCIDENT', intent: 'RESOLVED', value });
}
