import type { Key, Variables } from '@gbc/engine';
import type { JobDefinition } from '../model/process-model.ts';
import type { JobRow } from '../state/rows.ts';
import { runActivation } from './activate.ts';
import { runCompletion } from './complete.ts';
import { createJob, evaluateJob } from './job.ts';
import type { Step } from './step.ts';
import { setLocally } from './variables.ts';

/**
 * Creates the job of the next execution listener, for which the element then waits; false where all are done. An element that begins
 * `again` after an incident has its first listener once more, and then those that do not count as done, as in Zeebe. It may throw ProcessFailure.
 */
export function awaitListener(step: Step, elementInstanceKey: Key, listeners: readonly JobDefinition[], { listener, again }: { readonly listener: 'START' | 'END'; readonly again: boolean }): boolean {
  const next = listeners[again ? 0 : (step.instance(elementInstanceKey).listenersDone ?? 0)];
  if (next) createJob(step, elementInstanceKey, { ...evaluateJob(step, elementInstanceKey, next), listener });
  return next !== undefined;
}

/** Goes on where an element stopped for a listener; after an incident it does `again` all that its state asks for. */
export function resume(step: Step, elementInstanceKey: Key, { again }: { readonly again: boolean }): void {
  const { state } = step.instance(elementInstanceKey);
  if (state === 'ACTIVATING') runActivation(step, elementInstanceKey, again);
  if (state === 'COMPLETING') runCompletion(step, elementInstanceKey, { again });
}

/** A listener is done. What it brings is local: to the element where it has just begun, to the scope around where it ends. */
export function completeListener(step: Step, job: JobRow, variables: Variables): void {
  const { elementInstanceKey } = job;
  const { scopeKey } = step.instance(elementInstanceKey);
  step.emit({ valueType: 'JOB', intent: 'COMPLETED', value: job });
  setLocally(step, job.listener === 'START' || scopeKey === null ? elementInstanceKey : scopeKey, variables);
  step.then(() => {
    if (step.state.elementInstances.get(elementInstanceKey)) resume(step, elementInstanceKey, { again: false });
  });
}
