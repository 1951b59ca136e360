import { mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const sizeBytesMax = 10 * 1024 * 1024;

/**
 * Opens a log file for appending, so that a program may go on writing when the process that started it is gone (a pipe would
 * break then). A file above 10 MiB is kept once as `.1`.
 */
export function openLogFile(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > sizeBytesMax) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o640);
}
