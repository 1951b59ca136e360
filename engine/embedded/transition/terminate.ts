import type { Key } from '@gbc/engine';
import { elementValue } from './activate.ts';
import { closeCatchEvents } from './catch-events.ts';
import { closeIncidents } from './incident.ts';
import { freeCorrelationKey } from './message-start.ts';
import type { Step } from './step.ts';

function cancelWork(step: Step, elementInstanceKey: Key): void {
  for (const value of step.state.jobs.by('element', elementInstanceKey)) step.emit({ valueType: 'JOB', intent: 'CANCELED', value });
  for (const value of step.state.userTasks.by('element', elementInstanceKey)) step.emit({ valueType: 'USER_TASK', intent: 'CANCELED', value });
  closeCatchEvents(step, elementInstanceKey);
  closeIncidents(step, elementInstanceKey);
}

/** Ends an element instance, all inside it and what it called. The caller goes on in the scope around it. */
export function terminate(step: Step, elementInstanceKey: Key): void {
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_TERMINATING', value: elementValue(step.instance(elementInstanceKey)) });
  cancelWork(step, elementInstanceKey);
  const { elementInstances } = step.state;
  const inside = [...elementInstances.by('scope', elementInstanceKey), ...elementInstances.by('parent', elementInstanceKey)];
  for (const inner of inside) terminate(step, inner.elementInstanceKey);
  freeCorrelationKey(step, elementInstanceKey);
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_TERMINATED', value: elementValue(step.instance(elementInstanceKey)) });
}
