/** Hands the reader a file. */
export function saveFile(document: Document, name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Hands the reader a JSON file. */
export function saveJson(document: Document, name: string, value: unknown): void {
  saveFile(document, name, new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
}
