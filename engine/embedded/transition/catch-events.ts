import type { Key } from '@gbc/engine';
import { caughtBy, type CatchEvent, isInterrupting } from '../model/catch-events.ts';
import type { Element } from '../model/process-model.ts';
import { evaluateTimer, type TimerSchedule } from '../model/timer-definition.ts';
import { evaluateString } from '../feel/expression.ts';
import { evaluateCorrelationKey } from '../feel/correlation-key.ts';
import { correlateBuffered } from './message.ts';
import type { Step } from './step.ts';

/** An event with what its expressions gave. Errors and escalations are looked for when they are thrown, so nothing is opened for them. */
export type EvaluatedEvent = { readonly event: CatchEvent } & (
  | { readonly kind: 'timer'; readonly schedule: TimerSchedule }
  | { readonly kind: 'message'; readonly messageName: string; readonly correlationKey: string }
  | { readonly kind: 'signal'; readonly signalName: string }
);

function evaluate(step: Step, elementInstanceKey: Key, event: CatchEvent): EvaluatedEvent[] {
  const { trigger } = event;
  const scope = step.scope(elementInstanceKey);
  switch (trigger.kind) {
    case 'timer':
      return [{ event, kind: 'timer', schedule: evaluateTimer(trigger.timer, scope) }];
    case 'message': {
      const { name, correlationKey } = trigger.message;
      if (!correlationKey) throw new Error(`message event ${event.id} has no correlation key`);
      const { scopeKey } = step.instance(elementInstanceKey);
      // a boundary event stands outside its host, so it does not see the host's local variables
      const keyScope = event.type === 'boundaryEvent' && scopeKey !== null ? step.scope(scopeKey) : scope;
      return [{ event, kind: 'message', messageName: evaluateString(name, scope), correlationKey: evaluateCorrelationKey(correlationKey, keyScope) }];
    }
    case 'signal':
      return [{ event, kind: 'signal', signalName: evaluateString(trigger.signalName, scope) }];
    default:
      return [];
  }
}

/** Evaluates all that an instance of the element waits for, before any of it is opened. It may throw ProcessFailure. */
export function evaluateCatchEvents(step: Step, elementInstanceKey: Key, element: Element): EvaluatedEvent[] {
  return caughtBy(element).flatMap((event) => evaluate(step, elementInstanceKey, event));
}

/** Begins to wait. A message that is buffered for one of the events is looked for in the next turn. */
export function openCatchEvents(step: Step, elementInstanceKey: Key, evaluated: readonly EvaluatedEvent[]): void {
  const { processInstanceKey, processDefinitionKey } = step.instance(elementInstanceKey);
  for (const open of evaluated) {
    const place = { elementInstanceKey, processInstanceKey, processDefinitionKey, targetElementId: open.event.id };
    switch (open.kind) {
      case 'timer':
        step.emit({ valueType: 'TIMER', intent: 'CREATED', value: { timerKey: step.newKey(), ...place, ...open.schedule } });
        break;
      case 'message': {
        const { messageName, correlationKey } = open;
        const subscriptionKey = step.newKey();
        const value = { subscriptionKey, ...place, processId: step.model(processDefinitionKey).processId, messageName, correlationKey, interrupting: isInterrupting(open.event) };
        step.emit({ valueType: 'PROCESS_MESSAGE_SUBSCRIPTION', intent: 'CREATED', value });
        step.then(() => correlateBuffered(step, subscriptionKey));
        break;
      }
      case 'signal':
        step.emit({ valueType: 'SIGNAL_SUBSCRIPTION', intent: 'CREATED', value: { subscriptionKey: step.newKey(), ...place, signalName: open.signalName } });
    }
  }
}

/** Stops to wait, for the events that `matches` by their id, by default all. */
export function closeCatchEvents(step: Step, elementInstanceKey: Key, matches: (targetElementId: string) => boolean = () => true): void {
  const { timers, messageSubscriptions, signalSubscriptions } = step.state;
  const open = <Row extends { readonly targetElementId: string }>(rows: readonly Row[]) => rows.filter(({ targetElementId }) => matches(targetElementId));
  for (const value of open(timers.by('element', elementInstanceKey))) step.emit({ valueType: 'TIMER', intent: 'CANCELED', value });
  for (const value of open(messageSubscriptions.by('element', elementInstanceKey))) step.emit({ valueType: 'PROCESS_MESSAGE_SUBSCRIPTION', intent: 'DELETED', value });
  for (const value of open(signalSubscriptions.by('element', elementInstanceKey))) step.emit({ valueType: 'SIGNAL_SUBSCRIPTION', intent: 'DELETED', value });
}
