import type { Key } from '@gbc/engine';
import type { ElementInstanceRow } from '../state/rows.ts';
import { activate, elementValue } from './activate.ts';
import { closeCatchEvents } from './catch-events.ts';
import { complete } from './complete.ts';
import { startPendingEventSubProcess } from './event-trigger.ts';
import { closeIncidents } from './incident.ts';
import { freeCorrelationKey } from './message-start.ts';
import type { Step } from './step.ts';

const canTerminate = ({ state }: ElementInstanceRow) => state !== 'TERMINATING';

function startTerminating(step: Step, instance: ElementInstanceRow): void {
  const { elementInstanceKey } = instance;
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_TERMINATING', value: elementValue(instance) });
  for (const value of step.state.jobs.by('element', elementInstanceKey)) step.emit({ valueType: 'JOB', intent: 'CANCELED', value });
  for (const value of step.state.userTasks.by('element', elementInstanceKey)) step.emit({ valueType: 'USER_TASK', intent: 'CANCELED', value });
  closeCatchEvents(step, elementInstanceKey);
  closeIncidents(step, elementInstanceKey);
}

function tellTerminated(step: Step, elementInstanceKey: Key): void {
  freeCorrelationKey(step, elementInstanceKey);
  step.emit({ valueType: 'PROCESS_INSTANCE', intent: 'ELEMENT_TERMINATED', value: elementValue(step.instance(elementInstanceKey)) });
}

/** Begins to end an element instance. What is inside it or was called by it ends in later turns of the command, and the instance after that. */
export function terminate(step: Step, elementInstanceKey: Key): void {
  const instance = step.state.elementInstances.get(elementInstanceKey);
  if (!instance || !canTerminate(instance)) return;
  startTerminating(step, instance);
  const [called] = step.state.elementInstances.by('parent', elementInstanceKey);
  if (called) return step.then(() => terminate(step, called.elementInstanceKey));
  if (instance.activeChildren > 0) return terminateChildren(step, elementInstanceKey);
  leave(step, elementInstanceKey);
}

/** Ends all inside a scope, a turn each, the oldest first. Whoever ends last goes on with the scope. */
export function terminateChildren(step: Step, scopeKey: Key): void {
  step.then(() => {
    const [child, next] = step.state.elementInstances.firstBy('scope', scopeKey, 2, canTerminate);
    if (child) step.then(() => terminate(step, child.elementInstanceKey));
    if (next) terminateChildren(step, scopeKey);
  });
}

/** Nothing is left inside. The boundary event that has ended the instance goes on, unless the scope around ends too. */
function leave(step: Step, elementInstanceKey: Key): void {
  const { scopeKey, parentElementInstanceKey } = step.instance(elementInstanceKey);
  const pending = step.pendingEvents.get(elementInstanceKey);
  step.pendingEvents.delete(elementInstanceKey);
  tellTerminated(step, elementInstanceKey);
  if (parentElementInstanceKey !== undefined) return leave(step, parentElementInstanceKey);
  if (scopeKey === null) return;
  const { state, interruptedBy } = step.instance(scopeKey);
  const goesOn = pending?.event.type === 'boundaryEvent' && state === 'ACTIVATED' && interruptedBy === undefined;
  if (goesOn) activate(step, { scopeKey, elementId: pending.event.id, variables: pending.variables });
  else childTerminated(step, scopeKey);
}

/** Something inside a scope was ended. After the last the scope ends too, or goes on as that has said which has ended them. */
function childTerminated(step: Step, scopeKey: Key): void {
  const scope = step.instance(scopeKey);
  if (scope.activeChildren > 0) return;
  if (scope.state === 'TERMINATING') return leave(step, scopeKey);
  if (startPendingEventSubProcess(step, scopeKey)) return;
  // a terminate end event, or the completion condition of a multi-instance body
  if (scope.interruptedBy !== undefined || scope.loop) step.then(() => complete(step, scopeKey));
}

/** Ends an element instance and all inside it at once, as a modification does. The caller goes on in the scope around it. */
export function terminateAtOnce(step: Step, elementInstanceKey: Key): void {
  const { elementInstances } = step.state;
  const waiting = [elementInstanceKey];
  const ended: Key[] = [];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    startTerminating(step, step.instance(key));
    ended.push(key);
    waiting.push(...[...elementInstances.by('scope', key), ...elementInstances.by('parent', key)].map((inner) => inner.elementInstanceKey));
  }
  for (const key of ended.reverse()) tellTerminated(step, key);
}
