import type { Element } from './process-model.ts';
import { invalid } from './resource-text.ts';

/** Passing these takes no time and changes nothing, so a cycle of them would never end. */
const passesAtOnce = new Set<Element['type']>(['startEvent', 'endEvent', 'exclusiveGateway', 'inclusiveGateway', 'parallelGateway']);

function waitsForNothing(element: Element): boolean {
  if (element.type === 'intermediateThrowEvent') return element.result.kind !== 'message';
  return passesAtOnce.has(element.type) || (element.type === 'intermediateCatchEvent' && element.trigger.kind === 'link');
}

/** Where a token goes from here. */
function following(element: Element): readonly string[] {
  if (element.type === 'intermediateThrowEvent' && element.result.kind === 'link') return [element.result.targetId];
  return element.outgoing.map(({ targetId }) => targetId);
}

interface Search {
  readonly elements: ReadonlyMap<string, Element>;
  /** From where the search began to where it is. */
  readonly path: Element[];
  readonly done: Set<string>;
}

function findLoop(search: Search, from: Element): readonly Element[] | null {
  const { elements, path, done } = search;
  if (!waitsForNothing(from) || done.has(from.id)) return null;
  const seen = path.indexOf(from);
  if (seen >= 0) return path.slice(seen);
  path.push(from);
  for (const targetId of following(from)) {
    const loop = findLoop(search, elements.get(targetId) as Element);
    if (loop) return loop;
  }
  path.pop();
  done.add(from.id);
  return null;
}

/** Refuses a cycle in which no token ever waits. Zeebe lets it through and then goes round for ever. */
export function refuseEndlessLoops(resourceName: string, elements: ReadonlyMap<string, Element>): void {
  const search: Search = { elements, path: [], done: new Set() };
  for (const element of elements.values()) {
    const loop = findLoop(search, element);
    if (loop) throw invalid(resourceName, `elements ${loop.map(({ id }) => `'${id}'`).join(', ')} are a loop without a wait`);
  }
}
