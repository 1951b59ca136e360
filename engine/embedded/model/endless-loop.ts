import type { Element } from './process-model.ts';
import { invalid } from './resource-text.ts';

/** Passing these takes no time and changes nothing, so a cycle of them would never end. */
const passesAtOnce = new Set<Element['type']>(['startEvent', 'endEvent', 'exclusiveGateway', 'parallelGateway']);

function findLoop(elements: ReadonlyMap<string, Element>, from: Element, path: readonly Element[], done: Set<string>): readonly Element[] | null {
  if (!passesAtOnce.has(from.type) || done.has(from.id)) return null;
  const seen = path.indexOf(from);
  if (seen >= 0) return path.slice(seen);
  for (const { targetId } of from.outgoing) {
    const loop = findLoop(elements, elements.get(targetId) as Element, [...path, from], done);
    if (loop) return loop;
  }
  done.add(from.id);
  return null;
}

/** Refuses a cycle in which no token ever waits, as Zeebe does. */
export function refuseEndlessLoops(resourceName: string, elements: ReadonlyMap<string, Element>): void {
  const done = new Set<string>();
  for (const element of elements.values()) {
    const loop = findLoop(elements, element, [], done);
    if (loop) throw invalid(resourceName, `elements ${loop.map(({ id }) => `'${id}'`).join(', ')} are a loop without a wait`);
  }
}
