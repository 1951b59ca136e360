import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // a folder can't be opened there
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/**
 * Replaces a file at once: a reader, or a start after a power cut, sees the old text or the new one, never a part.
 * It is synchronous because its callers must not be interrupted between a deed and its record.
 */
export function writeFileDurably(path: string, text: string, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}
