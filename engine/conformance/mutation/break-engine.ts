/**
 * Preloaded (`--import`) into the process of a mutation: as the engine's files are loaded, the rule whose number is in the
 * environment's `MUTATION` is broken. Nothing is written.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mutations } from './mutations.ts';

const mutation = mutations[Number(process.env['MUTATION'])];
if (!mutation) throw new Error('MUTATION names no rule to break');
const { file, text, by } = mutation;
const url = pathToFileURL(join(import.meta.dirname, '..', '..', 'embedded', file)).href;

registerHooks({
  load(loaded, context, next) {
    const result = next(loaded, context);
    if (loaded !== url) return result;
    const parts = String(result.source).split(text);
    if (parts.length !== 2) throw new Error(`${file} has '${text}' ${parts.length - 1} times, not once: say anew how to break the rule`);
    return { ...result, source: parts.join(by) };
  },
});
