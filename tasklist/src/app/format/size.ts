/** A file's size for people: `640 kB`, `1.2 MB` (powers of ten, as file managers show). */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const kilobytes = sizeBytes / 1000;
  if (kilobytes < 999.5) return `${Math.round(kilobytes)} kB`;
  return `${(kilobytes / 1000).toFixed(1)} MB`;
}
