import type { Key, Variables } from '@gbc/engine';
import type { BoundaryEvent } from '../model/process-model.ts';
import { activate } from './activate.ts';
import type { Step } from './step.ts';
import { terminate } from './terminate.ts';

/** Enters a boundary event, after its host was terminated where it interrupts. `variables` are what it brings. */
export function triggerBoundaryEvent(step: Step, hostKey: Key, boundaryEventId: string, variables: Variables): void {
  const host = step.instance(hostKey);
  const event = step.model(host.processDefinitionKey).elements.get(boundaryEventId) as BoundaryEvent;
  if (event.interrupting) terminate(step, hostKey);
  activate(step, { scopeKey: host.scopeKey as Key, elementId: boundaryEventId, variables });
}
