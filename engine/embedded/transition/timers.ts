import type { Key } from '@gbc/engine';
import { addDuration, parseIsoDuration, type IsoDuration } from '../model/iso-duration.ts';
import { evaluateTimer, type TimerSchedule } from '../model/timer-definition.ts';
import type { BoundaryEvent, Element } from '../model/process-model.ts';
import type { TimerRow } from '../state/rows.ts';
import { triggerBoundaryEvent } from './boundary-event.ts';
import type { Step } from './step.ts';

export interface DueTimer {
  readonly event: BoundaryEvent;
  readonly schedule: TimerSchedule;
}

/** Evaluates the timers attached to an element, all before any is set. */
export function evaluateTimers(step: Step, elementInstanceKey: Key, element: Element): DueTimer[] {
  return element.boundaryEvents.flatMap((event) =>
    event.trigger.kind === 'timer' ? [{ event, schedule: evaluateTimer(event.trigger.timer, step.scope(elementInstanceKey)) }] : [],
  );
}

export function setTimers(step: Step, elementInstanceKey: Key, timers: readonly DueTimer[]): void {
  const { processInstanceKey } = step.instance(elementInstanceKey);
  for (const { event, schedule } of timers) {
    const value: TimerRow = { timerKey: step.newKey(), elementInstanceKey, processInstanceKey, targetElementId: event.id, ...schedule };
    step.emit({ valueType: 'TIMER', intent: 'CREATED', value });
  }
}

export function cancelTimers(step: Step, elementInstanceKey: Key): void {
  for (const value of step.state.timers.by('element', elementInstanceKey)) step.emit({ valueType: 'TIMER', intent: 'CANCELED', value });
}

/** Fires a timer whose time has come; one that is gone meanwhile is left alone. */
export function triggerTimer(step: Step, timerKey: Key): void {
  const timer = step.state.timers.get(timerKey);
  if (!timer) return;
  step.emit({ valueType: 'TIMER', intent: 'TRIGGERED', value: timer });
  if (timer.interval !== null && timer.repetitions !== 1) {
    const dueAt = addDuration(timer.dueAt, parseIsoDuration(timer.interval) as IsoDuration);
    const repetitions = timer.repetitions === -1 ? -1 : timer.repetitions - 1;
    step.emit({ valueType: 'TIMER', intent: 'CREATED', value: { ...timer, timerKey: step.newKey(), dueAt, repetitions } });
  }
  triggerBoundaryEvent(step, timer.elementInstanceKey, timer.targetElementId, {});
}
