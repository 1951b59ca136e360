import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FileContent {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permissions, by default readable by all. */
  readonly mode?: number;
}

/**
 * Writes files under `root` so that each is there whole or not at all, and all of them outlive a power cut: content
 * and then name are synced to the disk before this answers.
 */
export async function writeDurably(root: string, files: readonly FileContent[]): Promise<void> {
  if (files.length === 0) return;
  await Promise.all(files.map((file) => writeFile(join(root, file.path), file)));
  await Promise.all([...foldersOf(files)].map((folder) => syncFolder(join(root, folder))));
}

async function writeFile(path: string, { bytes, mode = 0o644 }: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // A fixed name, so that what a killed writer left is overwritten, never collected.
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Every folder on the way from the root to a file; each may be new, and a new folder is a name in its parent. */
function foldersOf(files: readonly FileContent[]): Set<string> {
  const folders = new Set(['.']);
  for (const { path } of files) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows can't open a folder and keeps names in its journal
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
