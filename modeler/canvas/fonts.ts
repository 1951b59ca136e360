import type { DiagramServices } from './services.ts';

/**
 * Draws the texts again when a web font has arrived: they are broken into lines and centred by measure, and the first
 * drawing measured whatever font stood in for it. The returned function stops that.
 *
 * It tells of each element by itself: `elements.changed`, which tells of all, would make the properties panel turn back to the
 * element it showed a frame ago.
 */
export function redrawWhenFontsLoad({ elementRegistry, eventBus }: DiagramServices): () => void {
  const redraw = (): void => elementRegistry.forEach((element) => eventBus.fire('element.changed', { element }));
  document.fonts.addEventListener('loadingdone', redraw);
  return () => document.fonts.removeEventListener('loadingdone', redraw);
}
