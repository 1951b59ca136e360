import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, 'app');

const sourceHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Makes `verifier.html`: the verifier and its page in one file that runs from a disk with no network. Its own policy lets
 * nothing run but the script it was built with, and lets nothing out but what the reader asks of a chain node.
 */
export async function buildVerifierPage(): Promise<string> {
  const bundle = async (entry: string): Promise<string> => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, entry)],
      bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', charset: 'utf8', logLevel: 'silent',
    });
    // A closing tag inside of a string would end the script.
    return (outputFiles[0]?.text ?? '').trim().replaceAll('</', '<\\/');
  };
  const [script, style] = await Promise.all([bundle('main.ts'), bundle('style.css')]);
  const policy = `default-src 'none'; script-src ${sourceHash(script)}; style-src ${sourceHash(style)}; connect-src http: https:; base-uri 'none'; form-action 'none'`;
  const parts: Readonly<Record<string, string>> = { policy, style, script };
  return readFileSync(join(folder, 'index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}
