import { child, is } from '../moddle/element.ts';
import type { ModdleElement } from '../moddle/element.ts';

/** The sequence flows by where they start. Read from the flows themselves, as the engine does: `outgoing` is only a copy, which a file may lack. */
export function flowsBySource(elements: readonly ModdleElement[]): ReadonlyMap<ModdleElement | undefined, readonly ModdleElement[]> {
  return Map.groupBy(
    elements.filter((element) => is(element, 'bpmn:SequenceFlow')),
    (flow) => child(flow, 'sourceRef'),
  );
}

/** A process starts where nothing leads: not at boundary events, and in a subprocess only once that is entered, unless an event starts it. */
function isEntry(element: ModdleElement, targets: ReadonlySet<ModdleElement | undefined>): boolean {
  if (!is(element, 'bpmn:FlowNode') || is(element, 'bpmn:BoundaryEvent') || targets.has(element)) return false;
  if (is(element, 'bpmn:SubProcess')) return element.get('triggeredByEvent') !== true;
  return element.$parent?.$instanceOf('bpmn:SubProcess') !== true || element.$parent.get('triggeredByEvent') === true;
}

/**
 * The elements that a token can reach when those for which `isBarred` answers true are entered but never completed: what
 * is attached to their boundary is reached, what follows them is not. `elements` are all of a process, with those of its
 * subprocesses. Conditions are taken as possibly true.
 */
export function reachable(elements: readonly ModdleElement[], isBarred: (element: ModdleElement) => boolean): ReadonlySet<ModdleElement> {
  const flows = flowsBySource(elements);
  const targets = new Set([...flows.values()].flat().map((flow) => child(flow, 'targetRef')));
  const boundaryEvents = Map.groupBy(
    elements.filter((element) => is(element, 'bpmn:BoundaryEvent')),
    (event) => child(event, 'attachedToRef'),
  );
  const after = (element: ModdleElement): readonly ModdleElement[] => {
    const following = (flows.get(element) ?? []).flatMap((flow) => child(flow, 'targetRef') ?? []);
    const parent = element.$parent;
    const endsSubProcess = following.length === 0 && parent !== undefined && is(parent, 'bpmn:SubProcess');
    return endsSubProcess ? after(parent) : following;
  };

  const reached = new Set<ModdleElement>();
  const open = elements.filter((element) => isEntry(element, targets));
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (reached.has(element)) continue;
    const entered = element;
    reached.add(entered);
    open.push(...(boundaryEvents.get(entered) ?? []));
    if (is(entered, 'bpmn:SubProcess')) open.push(...elements.filter((inner) => inner.$parent === entered && is(inner, 'bpmn:StartEvent')));
    else if (!isBarred(entered)) open.push(...after(entered));
  }
  return reached;
}
