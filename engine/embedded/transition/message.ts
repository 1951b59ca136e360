import { EngineError, type Key, type MessageToPublish } from '@gbc/engine';
import { timeAfter } from '../clock.ts';
import { pair } from '../state/engine-state.ts';
import type { MessageRow, MessageSubscriptionRow } from '../state/rows.ts';
import { canTrigger, triggerEvent, waitedFor } from './event-trigger.ts';
import { startByMessage } from './message-start.ts';
import type { Step } from './step.ts';

/** Publishes a message: to one waiting instance of each process, and to the processes that it starts. ALREADY_EXISTS: its id is known. */
export function publishMessage(step: Step, { timeToLiveMs, ...message }: Required<MessageToPublish>): { messageKey: Key } {
  const { name, correlationKey, messageId } = message;
  if (messageId !== '' && step.state.messages.firstBy('messageId', pair(name, correlationKey, messageId), 1).length > 0) {
    throw new EngineError('ALREADY_EXISTS', `Expected to publish a new message with id '${messageId}', but a message with that id was already published`);
  }
  const messageKey = step.newKey();
  const row: MessageRow = { messageKey, ...message, expiresAt: timeAfter(step.now, timeToLiveMs) };
  step.emit({ valueType: 'MESSAGE', intent: 'PUBLISHED', value: row });
  for (const { subscriptionKey } of step.state.messageSubscriptions.by('name', pair(name, correlationKey))) correlate(step, row, subscriptionKey);
  for (const subscription of step.state.messageStartSubscriptions.by('name', name)) {
    if (!hasHad(step, row, subscription.processId)) startByMessage(step, row, subscription);
  }
  if (timeToLiveMs <= 0) step.emit({ valueType: 'MESSAGE', intent: 'EXPIRED', value: row });
  return { messageKey };
}

/** A message correlates once to every process, whatever its versions and instances. */
export const hasHad = (step: Step, { messageKey }: MessageRow, processId: string) => step.state.messageCorrelations.get(`${messageKey} ${processId}`) !== undefined;

/** Brings a message to an instance, if it still waits and no other instance of its process had the message. */
function correlate(step: Step, message: MessageRow, subscriptionKey: Key): void {
  const subscription = step.state.messageSubscriptions.get(subscriptionKey);
  if (!subscription || hasHad(step, message, subscription.processId)) return;
  const { elementInstanceKey, targetElementId, interrupting } = subscription;
  if (!canTrigger(step, elementInstanceKey, targetElementId)) return;
  step.emit({ valueType: 'PROCESS_MESSAGE_SUBSCRIPTION', intent: 'CORRELATED', value: { ...subscription, messageKey: message.messageKey } });
  triggerEvent(step, elementInstanceKey, waitedFor(step, elementInstanceKey, targetElementId), message.variables);
  if (!interrupting) step.then(() => correlateBuffered(step, subscriptionKey));
}

/** The oldest message of a name and key that is still alive and that the process has not had. */
export function oldestBuffered(step: Step, { messageName, correlationKey, processId }: Pick<MessageSubscriptionRow, 'messageName' | 'correlationKey' | 'processId'>): MessageRow | undefined {
  const buffered = step.state.messages.by('name', pair(messageName, correlationKey));
  return buffered.find((message) => message.expiresAt > step.now && !hasHad(step, message, processId));
}

/** Gives the oldest buffered message, if there is one, to an instance that waits. */
export function correlateBuffered(step: Step, subscriptionKey: Key): void {
  const subscription = step.state.messageSubscriptions.get(subscriptionKey);
  const message = subscription && oldestBuffered(step, subscription);
  if (message) correlate(step, message, subscriptionKey);
}

/** A message's time is over. */
export function expireMessage(step: Step, messageKey: Key): void {
  const value = step.state.messages.get(messageKey);
  if (value && value.expiresAt <= step.now) step.emit({ valueType: 'MESSAGE', intent: 'EXPIRED', value });
}
