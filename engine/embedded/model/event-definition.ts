import { type ElementReader, extensionElements } from './build-context.ts';
import type { Expression } from '../feel/expression.ts';
import { readJob, readTimer } from './extension-elements.ts';
import type { EventTrigger, MessageDefinition, ThrowDefinition, TriggerOf } from './process-model.ts';
import { child, children, text, type XmlElement } from './xml-element.ts';

/** The one event definition of an event; null for a none event. */
export function eventDefinition(reader: ElementReader): XmlElement | null {
  const definitions = [...children(reader.element, 'eventDefinitions'), ...children(reader.element, 'eventDefinitionRef')];
  if (definitions.length > 1) throw reader.refuse('more than one event definition');
  return definitions[0] ?? null;
}

export const unsupportedDefinition = (reader: ElementReader, { $type }: XmlElement) => reader.refuse(`${$type} is not supported here`);

/** The thing that an event definition refers to; it must be there. */
function referred(reader: ElementReader, owner: XmlElement, reference: string, what: string): XmlElement {
  const found = child(owner, reference);
  if (!found) throw reader.refuse(`names no ${what}`);
  return found;
}

function readName(reader: ElementReader, named: XmlElement, what: string) {
  const name = text(named, 'name');
  if (!name) throw reader.refuse(`${what} '${named.id}' has no name`);
  return reader.parse(name, `${what} name`);
}

/** The message that an event definition or a receive task names, with how instances are told apart by it. */
export function readMessage(reader: ElementReader, owner: XmlElement, needsCorrelationKey = true): MessageDefinition {
  const message = referred(reader, owner, 'messageRef', 'message');
  const name = readName(reader, message, 'message');
  if (!needsCorrelationKey) return { name, correlationKey: null };
  const subscriptions = extensionElements(message).filter(({ $type }) => $type === 'zeebe:Subscription');
  const key = subscriptions.length === 1 && subscriptions[0] ? text(subscriptions[0], 'correlationKey') : undefined;
  if (!key) throw reader.refuse(`message '${message.id}' needs one zeebe:subscription with a correlationKey`);
  const correlationKey = reader.parse(key, 'correlation key');
  if (correlationKey.kind === 'static') throw reader.refuse(`correlation key '${key}' must be a FEEL expression that begins with '='`);
  return { name, correlationKey };
}

const readSignalName = (reader: ElementReader, definition: XmlElement) => readName(reader, referred(reader, definition, 'signalRef', 'signal'), 'signal');

/** The code of the error or escalation that an event throws. */
export function readThrownCode(reader: ElementReader, definition: XmlElement, what: 'error' | 'escalation'): Expression {
  const named = referred(reader, definition, `${what}Ref`, what);
  const code = text(named, `${what}Code`);
  if (!code) throw reader.refuse(`${what} '${named.id}' has no code`);
  return reader.parse(code, `${what} code`);
}

/** A code to catch; null catches all. An error without a code is one for all; an escalation without one would never be caught. */
function readCaughtCode(reader: ElementReader, definition: XmlElement, what: 'error' | 'escalation'): string | null {
  const named = child(definition, `${what}Ref`);
  const code = (named && text(named, `${what}Code`)) ?? null;
  if (named && code === null && what === 'escalation') throw reader.refuse(`escalation '${named.id}' has no code`);
  if (code?.startsWith('=')) throw reader.refuse(`an ${what} is caught by a fixed code, not by an expression`);
  return code;
}

export interface TriggerOptions {
  /** False for a message that starts a process. */
  readonly needsCorrelationKey?: boolean;
}

/** What a catching event waits for, if it is one of `kinds`. */
export function readTrigger<Kind extends EventTrigger['kind']>(
  reader: ElementReader, definition: XmlElement, kinds: readonly Kind[], { needsCorrelationKey = true }: TriggerOptions = {},
): TriggerOf<Kind> {
  const read: Readonly<Record<string, () => EventTrigger>> = {
    'bpmn:TimerEventDefinition': () => ({ kind: 'timer', timer: readTimer(reader, definition) }),
    'bpmn:MessageEventDefinition': () => ({ kind: 'message', message: readMessage(reader, definition, needsCorrelationKey) }),
    'bpmn:SignalEventDefinition': () => ({ kind: 'signal', signalName: readSignalName(reader, definition) }),
    'bpmn:ErrorEventDefinition': () => ({ kind: 'error', errorCode: readCaughtCode(reader, definition, 'error') }),
    'bpmn:EscalationEventDefinition': () => ({ kind: 'escalation', escalationCode: readCaughtCode(reader, definition, 'escalation') }),
  };
  const trigger = read[definition.$type]?.();
  if (!trigger || !(kinds as readonly string[]).includes(trigger.kind)) throw unsupportedDefinition(reader, definition);
  return trigger as TriggerOf<Kind>;
}

/** What a throwing event does; undefined where the definition is none that both kinds of throwing events know. */
export function readThrow(reader: ElementReader, definition: XmlElement | null): ThrowDefinition | undefined {
  const job = readJob(reader);
  if (job && definition?.$type !== 'bpmn:MessageEventDefinition') throw reader.refuse('only a message is thrown by a job');
  switch (definition?.$type) {
    case undefined:
      return { kind: 'none' };
    case 'bpmn:MessageEventDefinition':
      if (!job) throw reader.refuse('needs zeebe:taskDefinition');
      return { kind: 'message', job };
    case 'bpmn:SignalEventDefinition':
      return { kind: 'signal', signalName: readSignalName(reader, definition as XmlElement) };
    case 'bpmn:EscalationEventDefinition':
      return { kind: 'escalation', escalationCode: readThrownCode(reader, definition as XmlElement, 'escalation') };
    default:
      return undefined;
  }
}
