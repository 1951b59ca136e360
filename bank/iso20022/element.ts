import type { XmlElement } from '@gbc/xml';
import { invalid } from '../messages/message-invalid.ts';

/** The elements of a name below one; none where that is missing. */
export function each(parent: XmlElement | undefined, name: string): readonly XmlElement[] {
  return parent?.children.filter((child) => child.name === name) ?? [];
}

/** The one element at the end of a path, if it is there. @throws BankError `bank.messageInvalid` where two claim to be it */
export function find(parent: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((element, name) => {
    const [found, second] = each(element, name);
    if (second) throw invalid('repeated', path.join('/'));
    return found;
  }, parent);
}

/** The text at the end of a path; undefined where it is missing or empty. */
export function textAt(parent: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  return find(parent, ...path)?.text || undefined;
}

/** As {@link textAt}. @throws BankError `bank.messageInvalid` where there is none */
export function needText(parent: XmlElement | undefined, ...path: readonly string[]): string {
  const text = textAt(parent, ...path);
  if (text === undefined) throw invalid('missing', path.join('/'));
  return text;
}

/** As {@link find}. @throws BankError `bank.messageInvalid` where there is none */
export function need(parent: XmlElement | undefined, ...path: readonly string[]): XmlElement {
  const found = find(parent, ...path);
  if (!found) throw invalid('missing', path.join('/'));
  return found;
}
