import type { Key } from '@gbc/engine';
import type { EventTrigger } from '../model/process-model.ts';
import { evaluateTimer, nextSchedule } from '../model/timer-definition.ts';
import type { TimerRow } from '../state/rows.ts';
import { canTrigger, triggerEvent, waitedFor } from './event-trigger.ts';
import { startByEvent } from './start-event.ts';
import type { Step } from './step.ts';

/** Fires a timer whose time has come. One that is gone meanwhile, or whose element can't be triggered now, is left alone. */
export function triggerTimer(step: Step, timerKey: Key): void {
  const timer = step.state.timers.get(timerKey);
  if (!timer) return;
  const { elementInstanceKey, processDefinitionKey, targetElementId } = timer;
  if (elementInstanceKey === null) {
    step.emit({ valueType: 'TIMER', intent: 'TRIGGERED', value: timer });
    startByEvent(step, { processDefinitionKey, processInstanceKey: step.newKey(), startEventId: targetElementId, variables: {} });
    return repeat(step, timer);
  }
  if (!canTrigger(step, elementInstanceKey, targetElementId)) return;
  step.emit({ valueType: 'TIMER', intent: 'TRIGGERED', value: timer });
  repeat(step, timer);
  triggerEvent(step, elementInstanceKey, waitedFor(step, elementInstanceKey, targetElementId), {});
}

/** Sets a cycle's next timer. The expression is evaluated again, so a cycle can change its pace. As in Zeebe, `R0` fires once. */
function repeat(step: Step, timer: TimerRow): void {
  if (timer.repetitions === 0 || timer.repetitions === 1) return;
  const { elementInstanceKey, targetElementId } = timer;
  const processDefinitionKey = elementInstanceKey === null ? timer.processDefinitionKey : step.instance(elementInstanceKey).processDefinitionKey;
  const { trigger } = step.target({ processDefinitionKey, elementId: targetElementId }) as { trigger: Extract<EventTrigger, { kind: 'timer' }> };
  const scope = elementInstanceKey === null ? { variables: {}, now: step.now } : step.scope(elementInstanceKey);
  const schedule = nextSchedule(timer, evaluateTimer(trigger.timer, scope), step.now);
  step.emit({ valueType: 'TIMER', intent: 'CREATED', value: { ...timer, ...schedule, timerKey: step.newKey() } });
}
