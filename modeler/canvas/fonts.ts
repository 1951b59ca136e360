import type { DiagramServices } from './services.ts';

/**
 * Draws the texts again when a web font has arrived: they are broken into lines and centred by measure, and the first
 * drawing measured whatever font stood in for it. The returned function stops that.
 */
export function redrawWhenFontsLoad({ elementRegistry, eventBus }: DiagramServices): () => void {
  const redraw = (): void => eventBus.fire('elements.changed', { elements: elementRegistry.getAll() });
  document.fonts.addEventListener('loadingdone', redraw);
  return () => document.fonts.removeEventListener('loadingdone', redraw);
}
