import type Canvas from 'diagram-js/lib/core/Canvas.js';

const PADDING_PX = 24;

/** Shows the whole diagram, centred in the canvas right of `leftPx`, never larger than drawn. Does nothing while the canvas has no size. */
export function fit(canvas: Canvas, leftPx = 0): void {
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - leftPx - 2 * PADDING_PX, height: outer.height - 2 * PADDING_PX };
  if (room.width <= 0 || room.height <= 0 || inner.width === 0 || inner.height === 0) return;
  const scale = Math.min(1, room.width / inner.width, room.height / inner.height);
  const left = leftPx + PADDING_PX + (room.width - inner.width * scale) / 2;
  const top = PADDING_PX + (room.height - inner.height * scale) / 2;
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - top / scale, width: outer.width / scale, height: outer.height / scale });
}
