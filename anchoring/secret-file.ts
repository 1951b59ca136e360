import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { writeDurably } from './durable-files.ts';

/**
 * Reads a secret from a file; on the first start makes it, for the owner's eyes only (mode 0600), and durably: a key
 * that signed something must not be gone after a power cut.
 */
export async function loadSecret(path: string, generate: () => string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const secret = generate();
  await writeDurably(dirname(path), [{ path: basename(path), bytes: Buffer.from(`${secret}\n`), mode: 0o600 }]);
  return secret;
}
