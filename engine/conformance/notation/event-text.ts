import { tag } from '@gbc/engine/behaviour';
import type { ElementText, Trigger } from './notation.ts';
import { extensionElements, expressionXml, type RootElements } from './xml.ts';

export const eventKinds = ['start', 'catch', 'throw', 'end', 'boundary'] as const;
type EventKind = (typeof eventKinds)[number];

const tags: Readonly<Record<EventKind, string>> = {
  start: 'bpmn:startEvent', catch: 'bpmn:intermediateCatchEvent', throw: 'bpmn:intermediateThrowEvent', end: 'bpmn:endEvent', boundary: 'bpmn:boundaryEvent',
};

function timerXml(timer: NonNullable<Trigger['timer']>): string {
  const short = typeof timer === 'string' ? (/^R\d*\/|^(\S+ ){5}\S+$/.test(timer) ? { cycle: timer } : { duration: timer }) : timer;
  const [kind, value] = Object.entries(short)[0] as [string, string];
  const tagName = { date: 'bpmn:timeDate', duration: 'bpmn:timeDuration', cycle: 'bpmn:timeCycle' }[kind] ?? '';
  return tag('bpmn:timerEventDefinition', {}, expressionXml(tagName, value));
}

function definitionXml(id: string, kind: EventKind, trigger: ElementText, roots: RootElements): string {
  const { timer, message, key, signal, error, escalation, link, terminate, compensate, conditional } = trigger;
  const coded = (code: string, root: (code: string) => string) => (code === 'any' ? undefined : root(code));
  if (timer !== undefined) return timerXml(timer);
  if (message !== undefined) return tag('bpmn:messageEventDefinition', { messageRef: roots.message(message, key ?? (kind === 'start' || kind === 'throw' || kind === 'end' ? undefined : '="k"')) });
  if (signal !== undefined) return tag('bpmn:signalEventDefinition', { signalRef: roots.signal(signal) });
  if (error !== undefined) return tag('bpmn:errorEventDefinition', { errorRef: coded(error, (code) => roots.error(code)) });
  if (escalation !== undefined) return tag('bpmn:escalationEventDefinition', { escalationRef: coded(escalation, (code) => roots.escalation(code)) });
  if (link !== undefined) return tag('bpmn:linkEventDefinition', { id: `link_${id}`, name: link });
  if (terminate) return tag('bpmn:terminateEventDefinition');
  if (compensate) return tag('bpmn:compensateEventDefinition');
  return conditional === undefined ? '' : tag('bpmn:conditionalEventDefinition', {}, expressionXml('bpmn:condition', conditional));
}

/** An event as BPMN. A thrown message is a job where `service` names its type. */
export function eventXml(id: string, kind: EventKind, element: ElementText, { roots, flowTags }: { readonly roots: RootElements; readonly flowTags: string }): string {
  const { boundary, interrupting, service, retries } = element;
  const cancels = interrupting === false ? 'false' : undefined;
  return tag(tags[kind], {
    id,
    attachedToRef: kind === 'boundary' ? boundary : undefined,
    cancelActivity: kind === 'boundary' ? cancels : undefined,
    isInterrupting: kind === 'start' ? cancels : undefined,
  }, extensionElements(element, service === undefined ? '' : tag('zeebe:taskDefinition', { type: service, retries })) + flowTags + definitionXml(id, kind, element, roots));
}
