import { tag } from '@gbc/engine/behaviour';
import type { Around, ElementText } from './element-text.ts';
import { extensionElements, expressionXml, type RootElements } from './xml.ts';

/** What an event waits for or throws. */
export interface Trigger {
  /** A duration, a cycle (`R...` or cron), or a date. */
  readonly timer?: string | { readonly date: string } | { readonly duration: string } | { readonly cycle: string };
  /** A message's name; `key` is its correlation key, left out `="k"`, and none at the start of a process. */
  readonly message?: string;
  readonly key?: string;
  readonly signal?: string;
  /** A code, or `any` to catch each. */
  readonly error?: string;
  readonly escalation?: string;
  readonly link?: string;
  readonly terminate?: true;
  readonly compensate?: true;
  readonly conditional?: string;
}

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
export function eventXml(id: string, kind: EventKind, element: ElementText, { roots, flowTags }: Pick<Around, 'roots' | 'flowTags'>): string {
  const { boundary, interrupting, service, retries } = element;
  const cancels = interrupting === false ? 'false' : undefined;
  return tag(tags[kind], {
    id,
    attachedToRef: kind === 'boundary' ? boundary : undefined,
    cancelActivity: kind === 'boundary' ? cancels : undefined,
    isInterrupting: kind === 'start' ? cancels : undefined,
  }, extensionElements(element, service === undefined ? '' : tag('zeebe:taskDefinition', { type: service, retries })) + flowTags + definitionXml(id, kind, element, roots));
}
