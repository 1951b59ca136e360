import { tag } from '@gbc/engine/behaviour';
import type { ElementText } from './notation.ts';

export const escapeText = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A FEEL expression or literal as the body of a tag. */
export const expressionXml = (name: string, text: string) => tag(name, { 'xsi:type': 'bpmn:tFormalExpression' }, escapeText(text));

/** Definitions that events refer to; they stand beside the process. */
export class RootElements {
  readonly #namePrefix: string;
  readonly #xml = new Map<string, string>();

  constructor(namePrefix: string) {
    this.#namePrefix = namePrefix;
  }

  xml(): string {
    return [...this.#xml.values()].join('');
  }

  /** The id of the message; without a key it takes none, as at a start event of a process. */
  message(name: string, correlationKey: string | undefined): string {
    const subscription = correlationKey === undefined ? '' : tag('bpmn:extensionElements', {}, tag('zeebe:subscription', { correlationKey }));
    return this.#add('message', `${name}_${correlationKey ?? ''}`, 'bpmn:message', { name: this.#named(name) }, subscription);
  }

  signal(name: string): string {
    return this.#add('signal', name, 'bpmn:signal', { name: this.#named(name) });
  }

  error(code: string): string {
    return this.#add('error', code, 'bpmn:error', { errorCode: code });
  }

  escalation(code: string): string {
    return this.#add('escalation', code, 'bpmn:escalation', { escalationCode: code });
  }

  #named(name: string): string {
    return name.startsWith('=') ? name : this.#namePrefix + name;
  }

  #add(kind: string, key: string, tagName: string, values: Record<string, string>, body = ''): string {
    const id = `${kind}_${key.replace(/\W/g, '-')}`;
    this.#xml.set(id, tag(tagName, { id, ...values }, body));
    return id;
  }
}

function mappingXml(name: string, mapping: Readonly<Record<string, string>> = {}): string {
  return Object.entries(mapping).map(([target, source]) => tag(name, { source, target })).join('');
}

/** The extension elements that every kind of element may have, after `own`, those of its kind. */
export function extensionElements({ input, output, headers, listeners }: Pick<ElementText, 'input' | 'output' | 'headers' | 'listeners'>, own = ''): string {
  const mapped = mappingXml('zeebe:input', input) + mappingXml('zeebe:output', output);
  const headed = Object.entries(headers ?? {}).map(([key, value]) => tag('zeebe:header', { key, value })).join('');
  const heard = (listeners ?? []).map(({ on, type, retries }) => tag('zeebe:executionListener', { eventType: on, type, retries })).join('');
  const all = own + (mapped && tag('zeebe:ioMapping', {}, mapped)) + (headed && tag('zeebe:taskHeaders', {}, headed)) + (heard && tag('zeebe:executionListeners', {}, heard));
  return all && tag('bpmn:extensionElements', {}, all);
}
