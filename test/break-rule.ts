/**
 * Preloaded (`--import`) into a process whose tests must notice a broken rule: as the file that `BREAK` names is loaded, its text is replaced.
 * `BREAK` is JSON, `{"file", "text", "by"}`, the file from the repository's root. Nothing is written.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Break {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

const { file, text, by } = JSON.parse(process.env['BREAK'] ?? '{}') as Break;
if (!file) throw new Error('BREAK names no rule to break');
const url = pathToFileURL(join(import.meta.dirname, '..', file)).href;

registerHooks({
  load(loaded, context, next) {
    const result = next(loaded, context);
    if (loaded !== url) return result;
    const parts = String(result.source).split(text);
    if (parts.length !== 2) throw new Error(`${file} has '${text}' ${parts.length - 1} times, not once: say anew how to break the rule`);
    return { ...result, source: parts.join(by) };
  },
});
