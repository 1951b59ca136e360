const sizePx = 20;

/** How one character is drawn, as bytes of pixels. */
function drawn(document: Document, character: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sizePx;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return character;
  context.font = `${sizePx}px sans-serif`;
  context.textBaseline = 'top';
  context.fillText(character, 0, 0);
  return context.getImageData(0, 0, sizePx, sizePx).data.join();
}

/**
 * Loads our Chinese font where the machine has none: there all Chinese characters are drawn as the same empty box.
 * Elsewhere nothing is transferred.
 */
export function loadChineseFontIfMissing(document: Document): void {
  if (drawn(document, '国') !== drawn(document, '账')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = 'chinese-font.css';
  document.head.append(link);
}
