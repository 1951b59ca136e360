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
  const reached = step.state.messageSubscriptions.by('name', pair(name, correlationKey)).filter((subscription) => reserve(step, row, subscription));
  for (const subscription of step.state.messageStartSubscriptions.by('name', name)) {
    if (!hasHad(step, row, subscription.processId)) startByMessage(step, row, subscription);
  }
  for (const { subscriptionKey } of reached) step.then(() => correlate(step, row, subscriptionKey));
  if (timeToLiveMs <= 0) step.emit({ valueType: 'MESSAGE', intent: 'EXPIRED', value: row });
  return { messageKey };
}

/** A message correlates once to every process, whatever its versions and instances. */
export function hasHad(step: Step, { messageKey }: MessageRow, processId: string): boolean {
  const isUnderWay = [...step.messagesUnderWay.values()].some((it) => it.messageKey === messageKey && it.processId === processId);
  return isUnderWay || step.state.messageCorrelations.get(`${messageKey} ${processId}`) !== undefined;
}

/** Sends a message to a subscription, unless its process had the message or another one is on its way to it. */
function reserve(step: Step, message: MessageRow, { subscriptionKey, processId }: MessageSubscriptionRow): boolean {
  if (step.messagesUnderWay.has(subscriptionKey) || hasHad(step, message, processId)) return false;
  step.messagesUnderWay.set(subscriptionKey, { messageKey: message.messageKey, processId });
  return true;
}

/** Brings a message to the instance that it was sent to; where that waits no more, another of its process gets it. */
function correlate(step: Step, message: MessageRow, subscriptionKey: Key): void {
  const processId = step.messagesUnderWay.get(subscriptionKey)?.processId as string;
  step.messagesUnderWay.delete(subscriptionKey);
  const subscription = step.state.messageSubscriptions.get(subscriptionKey);
  if (!subscription || !canTrigger(step, subscription.elementInstanceKey, subscription.targetElementId)) return step.then(() => sendElsewhere(step, message, processId));
  const { elementInstanceKey, targetElementId, interrupting } = subscription;
  step.emit({ valueType: 'PROCESS_MESSAGE_SUBSCRIPTION', intent: 'CORRELATED', value: { ...subscription, messageKey: message.messageKey } });
  triggerEvent(step, elementInstanceKey, waitedFor(step, elementInstanceKey, targetElementId), message.variables);
  if (!interrupting) step.then(() => correlateBuffered(step, subscriptionKey));
}

/** A message that is kept goes to the next instance of a process that waits for it. */
function sendElsewhere(step: Step, message: MessageRow, processId: string): void {
  if (!step.state.messages.get(message.messageKey)) return;
  const waiting = step.state.messageSubscriptions.by('name', pair(message.name, message.correlationKey));
  const next = waiting.find((subscription) => subscription.processId === processId && reserve(step, message, subscription));
  if (next) step.then(() => correlate(step, message, next.subscriptionKey));
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
  if (message && reserve(step, message, subscription)) step.then(() => correlate(step, message, subscriptionKey));
}

/** A message's time is over. */
export function expireMessage(step: Step, messageKey: Key): void {
  const value = step.state.messages.get(messageKey);
  if (value && value.expiresAt <= step.now) step.emit({ valueType: 'MESSAGE', intent: 'EXPIRED', value });
}
