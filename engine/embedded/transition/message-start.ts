import type { Key } from '@gbc/engine';
import { pair } from '../state/engine-state.ts';
import type { MessageRow, MessageStartSubscriptionRow } from '../state/rows.ts';
import { oldestBuffered } from './message.ts';
import { startByEvent } from './start-event.ts';
import type { Step } from './step.ts';

/** Starts an instance, unless one that the same correlation key has started still runs. */
export function startByMessage(step: Step, { messageKey, correlationKey, variables }: MessageRow, subscription: MessageStartSubscriptionRow): void {
  const { processId, processDefinitionKey, targetElementId } = subscription;
  if (correlationKey !== '' && step.state.messageStartedInstances.firstBy('correlationKey', pair(processId, correlationKey), 1).length > 0) return;
  const processInstanceKey = step.newKey();
  step.emit({ valueType: 'MESSAGE_START_EVENT_SUBSCRIPTION', intent: 'CORRELATED', value: { ...subscription, messageKey, correlationKey, processInstanceKey } });
  startByEvent(step, { processDefinitionKey, processInstanceKey, startEventId: targetElementId, variables });
}

/** An instance is about to end: if a message with a correlation key has started it, the next such message can start another. */
export function freeCorrelationKey(step: Step, processInstanceKey: Key): void {
  const started = step.state.messageStartedInstances.get(processInstanceKey);
  if (!started) return;
  step.then(() => startNext(step, started.processId, started.correlationKey));
}

/** The oldest message in the buffer that starts the newest version of the process. */
function startNext(step: Step, processId: string, correlationKey: string): void {
  const { processDefinitionKey } = step.state.latestProcess(processId) ?? {};
  if (processDefinitionKey === undefined) return;
  const waiting = step.state.messageStartSubscriptions.by('startOf', processDefinitionKey).flatMap((subscription) => {
    const message = oldestBuffered(step, { messageName: subscription.messageName, correlationKey, processId });
    return message ? [{ subscription, message }] : [];
  });
  const [next] = waiting.sort((a, b) => (a.message.messageKey < b.message.messageKey ? -1 : 1));
  if (next) startByMessage(step, next.message, next.subscription);
}
