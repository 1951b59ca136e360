import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import type { Progress } from './steps.ts';

const root = join(import.meta.dirname, '..');
const workspace = join(root, 'tasklist');
const hashPath = join(workspace, 'dist', '.build-hash');

/** The folder that the web app is built into. */
export const builtWebFolder = join(workspace, 'dist', 'browser');

/** Everything the bundle is made of: our own sources, and the lock file for all that npm brings. The client is generated. */
const inputPatterns = ['tasklist/**/*', 'modeler/**/*', 'anchoring/verifier/**/*', 'api/openapi.json', 'package-lock.json'];
const excludedPatterns = ['**/node_modules/**', '**/dist/**', '**/.angular/**', 'tasklist/src/api/**', '**/*.test.ts', '**/*.spec.ts', '**/*.md'];

/** A hash over path and content of every file the web app is built from. */
export function webInputsHash(): string {
  const paths = globSync(inputPatterns, { cwd: root, exclude: excludedPatterns }).sort();
  const hash = createHash('sha256');
  for (const path of paths) {
    const absolute = join(root, path);
    if (!statSync(absolute).isFile()) continue;
    hash.update(`${path}\0`).update(createHash('sha256').update(readFileSync(absolute)).digest());
  }
  return hash.digest('hex');
}

/** True when the built web app is there and made of the present sources. */
export function isWebBuilt(): boolean {
  if (!existsSync(join(builtWebFolder, 'index.html')) || !existsSync(hashPath)) return false;
  return readFileSync(hashPath, 'utf8') === webInputsHash();
}

/** Builds the web app with its typed API client and compresses it, which takes up to a minute. Its last line is the progress. */
export async function buildWeb(progress: Progress, signal: AbortSignal): Promise<void> {
  const hash = webInputsHash();
  const child = spawn(process.execPath, [join(workspace, 'build.ts')], { cwd: workspace, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      const shown = stripVTControlCharacters(line).trim();
      if (shown) progress({ zh: shown, en: shown });
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the web app could not be built:\n${lines.slice(-40).join('\n')}`);
  writeFileSync(hashPath, hash);
}
