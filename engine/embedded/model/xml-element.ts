import { invalid } from './resource-text.ts';

/** An element as moddle reads it: `get` answers declared properties, `$attrs` whatever else stood on the tag. */
export interface XmlElement {
  readonly $type: string;
  readonly $attrs: Readonly<Record<string, string>>;
  readonly $parent?: XmlElement;
  readonly id?: string;
  get(name: string): unknown;
}

export const child = (element: XmlElement, name: string) => element.get(name) as XmlElement | undefined;
export const children = (element: XmlElement, name: string) => (element.get(name) ?? []) as XmlElement[];
export const text = (element: XmlElement, name: string): string | undefined => {
  const value = element.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

interface Warning {
  readonly message: string;
  readonly property?: string;
  readonly value?: unknown;
  readonly element?: unknown;
}

/**
 * Turns what moddle could not make sense of into a refusal. Unknown attributes of foreign namespaces are left to their
 * tools, except Camunda 7's, which look as if they meant something here.
 */
export function refuseWarnings(resourceName: string, warnings: readonly Warning[]): void {
  const [first] = warnings;
  if (!first) return;
  const owner = (first.element as XmlElement | undefined)?.id;
  throw invalid(resourceName, `${owner ? `element '${owner}': ` : ''}${first.message.replace(/\s+/g, ' ').trim()}`);
}
