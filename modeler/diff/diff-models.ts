import { child, children, flowElements, idOf, is, text } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';
import { parseModel } from '../moddle/moddle.ts';
import { propertiesOf } from './properties.ts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

export interface PropertyChange {
  /** The path of the property within its element, such as `name`, `default`, `formDefinition.formId`, `taskHeaders[0].value`. */
  readonly property: string;
  /** Undefined where the property was not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface ModelChange {
  readonly kind: ChangeKind;
  readonly elementId: string;
  /** Such as `bpmn:UserTask`. */
  readonly type: string;
  /** In the newer model; of a removed element, in the older. */
  readonly name: string | undefined;
  /** What differs in meaning, for `changed`; otherwise empty. */
  readonly properties: readonly PropertyChange[];
}

export interface ModelDiff {
  /** In the order of the newer model, then what was removed. */
  readonly changes: readonly ModelChange[];
  /** Whether anything differs that an engine acts on; false where only the drawing, names or documentation differ. */
  readonly behaviourChanged: boolean;
}

interface Entry {
  readonly element: ModdleElement;
  readonly properties: ReadonlyMap<string, string>;
  readonly place: string;
}

function placeOf(shape: ModdleElement): string {
  const points = is(shape, 'bpmndi:BPMNEdge') ? children(shape, 'waypoint') : [child(shape, 'bounds')].flatMap((bounds) => bounds ?? []);
  return points.map((point) => ['x', 'y', 'width', 'height'].map((key) => point.get(key) ?? '').join(',')).join(' ');
}

async function entriesOf(xml: string): Promise<ReadonlyMap<string, Entry>> {
  const { rootElement } = await parseModel(xml);
  const places = new Map<string, string>();
  for (const diagram of children(rootElement, 'diagrams')) {
    for (const shape of children(child(diagram, 'plane') ?? diagram, 'planeElement')) {
      const shown = child(shape, 'bpmnElement');
      if (shown) places.set(idOf(shown), placeOf(shape));
    }
  }
  const roots = children(rootElement, 'rootElements');
  const elements = roots.flatMap((root) => (is(root, 'bpmn:Process') ? [root, ...flowElements(root)] : [root]));
  return new Map(elements.map((element) => [idOf(element), { element, properties: propertiesOf(element), place: places.get(idOf(element)) ?? '' }]));
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly PropertyChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((property) => before.get(property) !== after.get(property))
    .map((property) => ({ property, before: before.get(property), after: after.get(property) }));
}

function change(kind: ChangeKind, { element }: Entry, properties: readonly PropertyChange[] = []): ModelChange {
  return { kind, elementId: idOf(element), type: element.$type, name: text(element, 'name'), properties };
}

function changesBehaviour({ kind, properties }: ModelChange): boolean {
  return kind === 'changed' ? properties.some(({ property }) => !/^(name|documentation\b.*)$/.test(property)) : kind !== 'moved';
}

/** Compares two models element by element, by id. An element that changed in meaning and moved too counts as changed. Rejects when either text is not BPMN. */
export async function diffModels(oldXml: string, newXml: string): Promise<ModelDiff> {
  const [older, newer] = await Promise.all([entriesOf(oldXml), entriesOf(newXml)]);
  const changes: ModelChange[] = [];
  for (const [id, after] of newer) {
    const before = older.get(id);
    if (!before) {
      changes.push(change('added', after));
      continue;
    }
    const properties = differences(before.properties, after.properties);
    if (properties.length > 0) changes.push(change('changed', after, properties));
    else if (before.place !== after.place) changes.push(change('moved', after));
  }
  changes.push(...[...older].filter(([id]) => !newer.has(id)).map(([, before]) => change('removed', before)));
  return { changes, behaviourChanged: changes.some(changesBehaviour) };
}
