import { child, type XmlElement } from '../model/xml-element.ts';

/** An element of a namespace that the DMN reader doesn't know, attributes as plain fields. */
interface ForeignElement {
  readonly $type: string;
  readonly value?: string;
}

/** The `zeebe:versionTag` of a decision; null where it has none. */
export function readVersionTag(decision: XmlElement): string | null {
  const values = (child(decision, 'extensionElements')?.get('values') ?? []) as readonly ForeignElement[];
  return values.find(({ $type }) => $type === 'zeebe:versionTag')?.value || null;
}
