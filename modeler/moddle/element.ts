/** A node of a parsed model: a BPMN element, a Zeebe extension or a piece of the diagram. */
export interface ModdleElement {
  readonly $type: string;
  readonly $parent?: ModdleElement;
  /** An element of an unknown namespace has no properties. */
  readonly $descriptor: { readonly properties?: readonly PropertyDescriptor[] };
  $instanceOf(type: string): boolean;
  get(property: string): unknown;
}

/** What the meta-model says of one property of a type. */
export interface PropertyDescriptor {
  /** With its namespace, such as `bpmn:name`. */
  readonly name: string;
  readonly ns: { readonly localName: string };
  readonly isReference?: boolean;
  readonly isMany?: boolean;
  readonly isVirtual?: boolean;
}

export function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value && '$instanceOf' in value;
}

/** Whether the element is of one of the types or of a subtype. An element of an unknown namespace has no types. */
export function is(element: ModdleElement, ...types: readonly string[]): boolean {
  return typeof element.$instanceOf === 'function' && types.some((type) => element.$instanceOf(type));
}

/** A property that holds text, or undefined where it is not set. */
export function text(element: ModdleElement, property: string): string | undefined {
  const value = element.get(property);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A property that holds or refers to one element. */
export function child(element: ModdleElement, property: string): ModdleElement | undefined {
  const value = element.get(property);
  return isElement(value) ? value : undefined;
}

/** A property that holds or refers to many elements. */
export function children(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** The element's id, or the empty text for an extension without one. */
export function idOf(element: ModdleElement): string {
  return text(element, 'id') ?? '';
}

/** The first extension of a type, such as `zeebe:FormDefinition`. */
export function extension(element: ModdleElement, type: string): ModdleElement | undefined {
  const holder = child(element, 'extensionElements');
  return holder && children(holder, 'values').find((value) => is(value, type));
}

/** All flow elements of a process or subprocess, those of nested subprocesses included. */
export function flowElements(container: ModdleElement): readonly ModdleElement[] {
  return children(container, 'flowElements').flatMap((element) => (is(element, 'bpmn:SubProcess') ? [element, ...flowElements(element)] : [element]));
}
