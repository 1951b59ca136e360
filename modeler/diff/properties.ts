import { idOf, isElement } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';

/** Flow elements are compared as elements of their own, and what flows in and out of one is told by the flows. */
const NOT_OWN = new Set(['flowElements', 'incoming', 'outgoing', 'id']);

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function collectValue(value: unknown, path: string, into: Map<string, string>): void {
  if (value === undefined || value === null || value === '') return;
  if (Array.isArray(value)) value.forEach((item, index) => collectValue(item, `${path}[${index}]`, into));
  else if (isElement(value)) collect(value, `${path}.`, into);
  else into.set(path, String(value));
}

/** An extension is named by its type. Its presence counts even where it has no properties, as with `userTask`. */
function collectExtensions(holder: unknown, into: Map<string, string>): void {
  const values = isElement(holder) ? holder.get('values') : undefined;
  for (const value of Array.isArray(values) ? values.filter(isElement) : []) {
    const name = lowerFirst(value.$type.replace(/^.*:/, ''));
    into.set(name, 'true');
    collect(value, `${name}.`, into);
  }
}

function collect(element: ModdleElement, prefix: string, into: Map<string, string>): void {
  for (const property of element.$descriptor.properties ?? []) {
    const name = property.ns.localName;
    if (NOT_OWN.has(name) || property.isVirtual === true) continue;
    const value = element.get(property.name);
    if (name === 'extensionElements') collectExtensions(value, into);
    else if (property.isReference !== true) collectValue(value, prefix + name, into);
    else collectValue((Array.isArray(value) ? value : [value]).filter(isElement).map(idOf).join(', '), prefix + name, into);
  }
}

/** Everything a BPMN element means, flattened to paths and texts; where it stands on the canvas is not part of it. */
export function propertiesOf(element: ModdleElement): ReadonlyMap<string, string> {
  const found = new Map([['type', element.$type]]);
  collect(element, '', found);
  return found;
}
