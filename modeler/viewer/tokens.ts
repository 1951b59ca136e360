import type { DiagramServices } from '../canvas/services.ts';

/** Where an instance, or many, stand now and how they came there. Ids that the diagram doesn't know are passed over. */
export interface Tokens {
  readonly active: readonly { readonly elementId: string; readonly count: number }[];
  readonly visited: { readonly elementIds: readonly string[]; readonly flowIds: readonly string[] };
  /** Elements with an unresolved incident. */
  readonly incidents: readonly string[];
}

const ACTIVE = 'gbc-active';
const ARRIVED = 'gbc-arrived';
const VISITED = 'gbc-visited';
const INCIDENT = 'gbc-incident';
const OVERLAY = 'gbc-tokens';

function badge(className: string, content: string, title: string): HTMLElement {
  const element = document.createElement('span');
  element.className = `gbc-badge ${className}`;
  element.textContent = content;
  element.title = title;
  return element;
}

/**
 * Draws tokens on a diagram. The returned function replaces what it drew before; an element that was not active before
 * is marked as arrived, which pulses once.
 */
export function tokenPainter(services: DiagramServices, label: (text: 'active' | 'incident', count: number) => string): (tokens: Tokens) => void {
  const { canvas, elementRegistry, overlays } = services;
  const marked: [elementId: string, marker: string][] = [];
  let activeBefore: ReadonlySet<string> | undefined;
  const known = (elementId: string): boolean => elementRegistry.get(elementId) !== undefined;
  const mark = (elementId: string, marker: string): void => {
    if (!known(elementId)) return;
    canvas.addMarker(elementId, marker);
    marked.push([elementId, marker]);
  };

  return (tokens) => {
    for (const [elementId, marker] of marked.splice(0)) if (known(elementId)) canvas.removeMarker(elementId, marker);
    overlays.remove({ type: OVERLAY });
    for (const id of [...tokens.visited.elementIds, ...tokens.visited.flowIds]) mark(id, VISITED);
    for (const { elementId, count } of tokens.active) {
      mark(elementId, ACTIVE);
      if (activeBefore && !activeBefore.has(elementId)) mark(elementId, ARRIVED);
      if (known(elementId)) overlays.add(elementId, OVERLAY, { position: { top: -12, right: 14 }, html: badge('gbc-badge--active', String(count), label('active', count)) });
    }
    for (const elementId of tokens.incidents) {
      mark(elementId, INCIDENT);
      if (known(elementId)) overlays.add(elementId, OVERLAY, { position: { top: -12, left: -10 }, html: badge('gbc-badge--incident', '!', label('incident', 1)) });
    }
    activeBefore = new Set(tokens.active.map(({ elementId }) => elementId));
  };
}
