import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface BuildStats {
  outputs: Record<string, { entryPoint?: string; imports: { path: string; kind: string }[]; inputs: Record<string, unknown> }>;
}

/** What the sign-in page loads beyond the first script: the page itself and the Chinese words. */
const loadedAtStart = ['src/app/session/sign-in.page.ts', 'src/i18n/zh-CN.json'];

/** As the server sends it: the brotli file where there is one. */
function sentBytes(file: string): number {
  return statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
}

/**
 * Bytes sent until the sign-in page stands, without fonts: the document, its styles and scripts, the page's own chunk
 * and the words. Read from the statistics that the build leaves beside its output.
 */
export function initialTransferBytes(distFolder: string): number {
  const { outputs } = JSON.parse(readFileSync(join(distFolder, 'browser-stats.json'), 'utf8')) as BuildStats;
  const browserFolder = join(distFolder, 'browser');
  const html = readFileSync(join(browserFolder, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="([\w.-]+\.(?:js|css|svg))"/g)].map((match) => match[1] as string);
  const later = Object.entries(outputs)
    .filter(([, output]) => loadedAtStart.some((entry) => output.entryPoint === entry || entry in output.inputs))
    .map(([path]) => path);
  const files = new Set<string>();
  const add = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') add(imported);
  };
  for (const path of [...first, ...later]) add(path);
  return [...files, 'index.html'].reduce((sum, path) => sum + sentBytes(join(browserFolder, path)), 0);
}
