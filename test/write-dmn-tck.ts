/** Runs the DMN Technology Compatibility Kit in `DMN_TCK_DIR` and writes what passed, and what did not and why, to `docs/dmn-tck`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTck, summary, toCsv } from '@gbc/engine-embedded/tck';

const { DMN_TCK_DIR: tckFolder } = process.env;
if (!tckFolder) throw new Error('set DMN_TCK_DIR to the folder of the kit');
const results = await runTck(tckFolder);
const folder = join(import.meta.dirname, '..', 'docs', 'dmn-tck');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'results.csv'), toCsv(results));
writeFileSync(join(folder, 'README.md'), summary(results));
console.log(summary(results));
