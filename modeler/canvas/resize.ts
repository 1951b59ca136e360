import type Canvas from 'diagram-js/lib/core/Canvas.js';
import { fit } from './fit.ts';

/**
 * Tells the canvas of every change of its container's size, and fits the diagram when it has a size for the first time,
 * as in a tab that was hidden. The returned function stops that.
 */
export function followSize(container: HTMLElement, canvas: Canvas, leftPx = 0): () => void {
  let fitted = container.clientWidth > 0 && container.clientHeight > 0;
  const observer = new ResizeObserver(() => {
    canvas.resized();
    if (fitted || container.clientWidth === 0 || container.clientHeight === 0) return;
    fit(canvas, leftPx);
    fitted = true;
  });
  observer.observe(container);
  return () => observer.disconnect();
}
